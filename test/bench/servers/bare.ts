// Bare Fastify that answers every POST with the bytes it was given: the most this machine could do.
import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'
import { sayReady } from './say-ready.ts'

const answer = readFileSync(process.argv[2] as string, 'utf8')
const app = fastify()
app.post('/mcp', (_request, reply) => reply.header('content-type', 'application/json').send(answer))
sayReady(`${await app.listen({ port: 0, host: '127.0.0.1' })}/mcp`)
process.once('disconnect', () => process.exit(0))
