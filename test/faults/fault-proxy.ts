import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import { createServer, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { SecureContextOptions } from 'node:tls'
import type { PretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { pass, type Exchange, type TrueAnswer } from './exchange.ts'
import type { Fault, TlsManner } from './fault.ts'

/** What a proxy has seen since it was last asked. */
export interface Seen {
  readonly connections: number
  /** How often each request came: the same method, path and body are one; sign-ins are one whatever they say. */
  readonly requests: Readonly<Record<string, number>>
  readonly signIns: number
  readonly jsonAnswers: number
  /** Words of ours that must never be told to a caller: what was sent in headers of authority, and what sign-ins gave. */
  readonly secrets: readonly string[]
  /** Connections still open. */
  readonly open: number
}

/** Stands between the gateway and one pretend backend, and hurts. */
export interface FaultProxy {
  readonly port: number
  /** From now on this happens; `undefined`: nothing. */
  hurt(fault: Fault | undefined, repeat: number, now: number): void
  seen(): Seen
  close(): Promise<void>
}

/** What a proxy is started with. */
export interface FaultProxyOptions {
  readonly backend: PretendBackend
  readonly certificates: Readonly<Record<TlsManner, SecureContextOptions>>
}

const usualHeaders = /^(?:host|connection|user-agent|accept.*|content-.*|transfer-encoding|range|x-forwarded-.*|sforce-.*|x-goog.*)$/
const isSignIn = ({ headers }: IncomingMessage, sent: Buffer): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true && sent.includes('grant_type=')

/** Starts a proxy on a free port of this machine. */
export async function startFaultProxy({ backend, certificates }: FaultProxyOptions): Promise<FaultProxy> {
  const raws = new Map<number, Socket>()
  let fault: Fault | undefined
  let repeat = 0
  let now = 0
  let count = 0
  let memory = new Map<string, unknown>()
  let connections = 0
  let requests: Record<string, number> = {}
  let signIns = 0
  let jsonAnswers = 0
  let secrets = new Set<string>()

  const note = (request: IncomingMessage, sent: Buffer, signsIn: boolean): void => {
    const print = createHash('sha256').update(sent).digest('hex').slice(0, 8)
    const key = signsIn ? 'sign-in' : `${request.method} ${request.url} ${print}`
    requests[key] = (requests[key] ?? 0) + 1
    signIns += Number(signsIn)
    for (const [name, value] of Object.entries(request.headers))
      if (!usualHeaders.test(name)) for (const word of String(value).split(' ')) if (word.length >= 8) secrets.add(word)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = raws.get(request.socket.remotePort ?? 0)
    const sent = await buffer(request)
    if (raw === undefined) return
    const signsIn = isSignIn(request, sent)
    note(request, sent, signsIn)
    const toBackend = async (): Promise<TrueAnswer> => {
      const answer = await forward(request, sent, backend.port)
      if (answer.headers['content-type']?.includes('json') === true && !signsIn) jsonAnswers += 1
      if (signsIn) for (const [, word] of String(answer.body).matchAll(/_token" ?: ?"([^"]{8,})"/g)) if (word) secrets.add(word)
      return answer
    }
    const met = fault?.answer !== undefined && isMeant(fault, signsIn, repeat)
    if (met) count += 1
    const exchange: Exchange = {
      request,
      response,
      raw,
      sent,
      count,
      repeat,
      now,
      memory,
      ask: toBackend,
      endSession: () => backend.fail({ kind: 'expired_session', times: 1 }),
    }
    response.once('finish', () => request.socket.end())
    await (met ? fault?.answer?.(exchange) : pass(exchange, await toBackend()))
  }

  const servers = Object.fromEntries(
    Object.entries(certificates).map(([manner, certificate]) => [manner, tlsServer(certificate, serve)]),
  ) as Record<TlsManner, TlsServer>
  const door = createServer((socket) => {
    connections += 1
    const { remotePort = 0 } = socket
    raws.set(remotePort, socket)
    socket.once('close', () => raws.delete(remotePort))
    socket.on('error', () => undefined)
    servers[fault?.tls ?? 'good'].emit('connection', socket)
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const address = door.address()

  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    hurt: (next, nextRepeat, nextNow) => {
      for (const socket of raws.values()) socket.destroy()
      backend.fail(undefined)
      fault = next
      repeat = nextRepeat
      now = nextNow
      count = 0
      memory = new Map()
      connections = 0
      requests = {}
      signIns = 0
      jsonAnswers = 0
      secrets = new Set()
    },
    seen: () => ({ connections, requests, signIns, jsonAnswers, secrets: [...secrets], open: raws.size }),
    close: async () => {
      for (const socket of raws.values()) socket.destroy()
      door.close()
      await once(door, 'close')
    },
  }
}

/** The first repeat hurts from the first byte on; the others let the sign-in pass, so that more is reached. */
function isMeant({ to }: Fault, signsIn: boolean, repeat: number): boolean {
  if (to === 'sign_in') return signsIn
  return !signsIn || (to === 'any' && repeat === 0)
}

function tlsServer(
  certificate: SecureContextOptions,
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): TlsServer {
  const server = createTlsServer({ ...certificate, keepAlive: false }, (request, response) => {
    response.on('error', () => undefined)
    // whoever hangs up while a fault is at work is not missed
    serve(request, response).catch(() => request.socket.destroy())
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

async function forward(request: IncomingMessage, sent: Buffer, port: number): Promise<TrueAnswer> {
  const { method, url: path, headers } = request
  const onward = ask({ host: '127.0.0.1', port, method, path, headers: { ...headers, 'x-forwarded-proto': 'https' }, agent: false })
  onward.end(sent)
  const [answer] = (await once(onward, 'response')) as [IncomingMessage]
  const body = await buffer(answer)
  const plain = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
  return { status: answer.statusCode ?? 502, headers: Object.fromEntries(plain) as Record<string, string>, body }
}
