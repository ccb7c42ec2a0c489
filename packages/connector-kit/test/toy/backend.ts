import { startPretendBackend, type PretendBackend } from '../../src/sandbox/index.ts'

const people: Readonly<Record<string, string>> = { '001-ada': 'Ada', '001-grace': 'Grace' }

/** A backend with sessions and one question: who is behind these ids? */
export async function startToy(): Promise<PretendBackend> {
  let token = 0
  const secret = 'toy-secret-8d41'
  const server = await startPretendBackend({
    name: 'toy',
    routes(app, sim) {
      app.post<{ Body: { secret?: string } }>('/token', { config: { label: 'token' } }, async (request, reply) => {
        if (request.body.secret !== secret) return await reply.code(400).send({ error: 'invalid_client' })
        token += 1
        return { token: `token-${token}` }
      })
      app.get<{ Querystring: { ids: string; fields: string } }>('/people', { config: { label: 'people' } }, async (request, reply) => {
        if (sim.take('expired_session', 'people')) token += 1
        if (request.headers.authorization !== `Bearer token-${token}`) return await reply.code(401).send({ error: 'session' })
        if (sim.take('rate_limited', 'people')) return await reply.code(429).send({ error: 'slow down' })
        const ids = request.query.ids.split(',')
        const fields = request.query.fields.split(',')
        return { people: ids.filter((id) => id in people).map((id) => (fields.includes('name') ? { id, name: people[id] } : { id })) }
      })
    },
  })
  return { ...server, settings: { url: server.url, sign_in: { secret } } }
}
