import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Sim } from './fault.ts'

const loginPage = '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>'

/** Lets the troubles that are the same for every vendor happen to one request; all but `slow` answer it or take it away. */
export async function applyFault(sim: Sim, label: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { fault } = sim
  if (fault === undefined || fault.kind === 'rate_limited' || fault.kind === 'expired_session' || !sim.take(fault.kind, label)) return
  switch (fault.kind) {
    case 'slow':
      await sleep(fault.delayMs, undefined, { ref: false })
      break
    case 'hang':
      reply.hijack()
      break
    case 'status':
      await reply.code(fault.status).type('text/plain').send(`status ${fault.status}`)
      break
    case 'html':
      await reply.code(200).type('text/html').send(loginPage)
      break
    case 'cut':
      cut(request, reply)
      break
  }
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  if (request.method === 'HEAD') {
    request.raw.socket.destroy()
    return
  }
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' })
  reply.raw.write('{"result": [', () => request.raw.socket.destroy())
}
