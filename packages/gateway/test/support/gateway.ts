import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { createDoor } from '../../src/http/door.ts'
import { buildApp, createMetrics, createOutputGate, safeLimits, type AppOptions } from '../../src/index.ts'
import { makeAuthenticate } from './tokens.ts'
import { allTools } from './tools.ts'

/** The moment tests take place, unless they say otherwise. */
export const now = Date.UTC(2026, 10, 20, 9)

/** A gateway on a loopback socket of its own. */
export interface RunningGateway {
  readonly port: number
  readonly url: URL
  send(request?: Partial<RawRequest>): Promise<RawAnswer>
  close(): Promise<void>
}

/** A request, byte by byte as it should be sent. */
export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Uint8Array
  /** Sends the body in pieces, without a length. */
  readonly chunked: boolean
}

/** The answer, byte by byte as it came. */
export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Starts a gateway for the running test and stops it afterwards. A test beside which others run says itself when it has finished. */
export async function startGateway(options: Partial<AppOptions> = {}, whenFinished = onTestFinished): Promise<RunningGateway> {
  const metrics = options.metrics ?? createMetrics()
  const clock = options.clock ?? (() => now)
  // callers share this process: their work must not pass for the gateway's
  const limits = { turnMs: 3_600_000, ...options.limits }
  const app = buildApp({
    tools: allTools,
    instructions: 'Ask who should help.',
    serverInfo: { name: 'cx-concierge', version: '0.1.0' },
    authenticate: makeAuthenticate(clock),
    hosts: ['127.0.0.1', 'localhost'],
    clock,
    log: false,
    ready: () => Promise.resolve({ ready: true, parts: {} }),
    metrics,
    gate: createOutputGate({ linkHosts: new Set(), onWithheld: metrics.answerWithheld }),
    ...options,
    limits,
  })
  await app.ready()
  const door = createDoor({ ...safeLimits, ...limits }, metrics.connectionRefused)
  door.open(app)
  let closing: Promise<unknown> | undefined
  const close = async (): Promise<void> => void (await (closing ??= door.close(20_000, () => app.close())))
  whenFinished(async () => {
    await close()
    metrics.close()
  })
  const port = await door.listen('127.0.0.1', 0)
  return { port, url: new URL(`http://127.0.0.1:${port}/mcp`), send: (request) => sendRaw(port, request), close }
}

function sendRaw(
  port: number,
  { method = 'POST', path = '/mcp', headers = {}, body = '', chunked = false }: Partial<RawRequest> = {},
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const length = chunked || method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const sending = httpRequest({ port, host: '127.0.0.1', method, path, agent: false, headers: { ...length, ...headers } }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
    )
    response.on('error', reject)
  })
  sending.on('error', reject)
  if (chunked) for (let at = 0; at < body.length; at += 65_536) sending.write(body.slice(at, at + 65_536))
  sending.end(chunked ? undefined : body)
  return promise
}
