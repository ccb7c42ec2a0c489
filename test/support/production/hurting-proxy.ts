import { once } from 'node:events'
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { PretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { pass, type TrueAnswer } from '../../faults/exchange.ts'
import type { Fault } from '../../faults/fault.ts'
import type { Random } from '../random.ts'

/** Stands before one pretend backend and hurts a part of the requests, each in a way that is drawn. */
export interface HurtingProxy {
  readonly port: number
  /** From 0 to 1. */
  hurt(part: number): void
  /** How often each fault was met since the start. */
  readonly met: Readonly<Record<string, number>>
  /** Requests since the start. */
  requests(): number
}

const isSignIn = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true

/** Starts one on a free port of this machine; it hurts nobody yet. */
export async function startHurtingProxy(backend: PretendBackend, faults: readonly Fault[], random: Random): Promise<HurtingProxy> {
  const agent = new Agent({ keepAlive: true })
  const met: Record<string, number> = {}
  let part = 0
  let requests = 0

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await buffer(request)
    requests += 1
    const fault = !isSignIn(request) && part > 0 && random.chance(part) ? random.of(faults) : undefined
    const forward = (): Promise<TrueAnswer> => forwarded(request, sent, backend.port, agent)
    if (fault?.answer === undefined) return await passOn(response, await forward())
    met[fault.id] = (met[fault.id] ?? 0) + 1
    await fault.answer({
      request,
      response,
      raw: request.socket,
      sent,
      // those that hurt every other time, or after one answer, do so every other time
      count: 1 + random.below(2),
      repeat: random.below(4),
      now: Date.now(),
      memory: new Map(),
      ask: forward,
      endSession: () => backend.fail({ kind: 'expired_session', times: 1 }),
    })
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', () => undefined)
    // whoever hangs up while a fault is at work is not missed
    serve(request, response).catch(() => request.socket.destroy())
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    hurt: (next) => {
      part = next
    },
    met,
    requests: () => requests,
  }

  async function passOn(response: ServerResponse, answer: TrueAnswer): Promise<void> {
    pass({ request: response.req, response } as Parameters<typeof pass>[0], answer)
    await Promise.resolve()
  }
}

async function forwarded({ method, url: path, headers }: IncomingMessage, sent: Buffer, port: number, agent: Agent): Promise<TrueAnswer> {
  const { connection: _connection, ...onward } = headers
  const asking = ask({ host: '127.0.0.1', port, method, path, headers: onward, agent })
  asking.end(sent)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const body = await buffer(answer)
  const plain = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
  return { status: answer.statusCode ?? 502, headers: Object.fromEntries(plain) as Record<string, string>, body }
}
