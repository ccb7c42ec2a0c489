import type { FastifyReply, FastifyRequest } from 'fastify'
import { proofAlgorithms } from '../auth/proof.ts'
import { Attendance } from '../http/attendance.ts'
import { sendTooLate, sendTooManyStreams } from '../http/json-rpc-error.ts'
import { rateKeysOf } from '../rates/rate-keys.ts'
import { isJsonObject } from './json-object.ts'
import { authInfoOf, type Exchange } from './exchange.ts'
import { plainHeader } from './plain-name.ts'
import type { Protocol, ServeRequest } from './protocol.ts'
import { repeatable } from './repeatable.ts'

/** The SDK's place in the gateway. */
export interface SdkMount {
  /** Lets the SDK answer a request whose body has already been read and parsed. Never rejects. */
  answer(request: FastifyRequest, reply: FastifyReply, body: unknown, exchange: Exchange): Promise<void>
  /** Resolves when the answers that are under way have been given; streams that listen are none. */
  settled(): Promise<void>
}

/** How a mount behaves. */
export interface MountOptions {
  /** Makes the server of one request. */
  readonly serve: ServeRequest
  readonly metadataUrl: string | undefined
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Time for anything but a listening stream. */
  readonly answerWithinMs: number
  /** How many streams one caller may listen on. */
  readonly streamsPerCaller: number
}

// all that the SDK reads; the token, cookies and addresses stay outside
const passedOn = ['accept', 'content-type', 'last-event-id', 'mcp-method', 'mcp-name', 'mcp-protocol-version', 'mcp-session-id']

/**
 * Mounts the SDK. A client that hangs up, an answer that takes too long, and for a listening stream the end of the caller's token, abort the
 * exchange.
 */
export function createSdkMount(protocol: Protocol, options: MountOptions): SdkMount {
  const underWay = new Set<Promise<void>>()
  const { listening } = protocol

  async function exchangeOnce(
    request: FastifyRequest,
    reply: FastifyReply,
    body: unknown,
    exchange: Exchange,
    lastsMs: number,
  ): Promise<void> {
    const attendance = new Attendance(reply.raw, lastsMs, () => sendTooLate(reply))
    const { signal } = attendance
    try {
      const authInfo = authInfoOf(exchange, options.metadataUrl)
      const response = await protocol.answer(webRequest(request, signal), { authInfo, parsedBody: repeatable(body) }, options.serve)
      if (reply.sent || reply.raw.destroyed) return
      if (response.headers.get('content-type') === 'text/event-stream') await stream(response, reply, signal)
      else await send(response, reply, exchange)
    } catch {
      // the SDK answers its own faults; what is left is a client that went away while being answered
      reply.raw.destroy()
    } finally {
      attendance.end()
    }
  }

  async function listen(request: FastifyRequest, reply: FastifyReply, body: unknown, exchange: Exchange): Promise<void> {
    const { caller } = rateKeysOf(exchange.caller)
    const streams = listening.get(caller) ?? 0
    if (streams >= options.streamsPerCaller) {
      sendTooManyStreams(reply, options.streamsPerCaller)
      return
    }
    listening.set(caller, streams + 1)
    await exchangeOnce(request, reply, body, exchange, exchange.expiresAt - options.clock())
    const left = (listening.get(caller) ?? 1) - 1
    if (left > 0) listening.set(caller, left)
    else listening.delete(caller)
  }

  return {
    async answer(request, reply, body, exchange) {
      if (isListening(body)) {
        await listen(request, reply, body, exchange)
        return
      }
      const answering = exchangeOnce(request, reply, body, exchange, options.answerWithinMs)
      underWay.add(answering)
      await answering
      underWay.delete(answering)
    },
    settled: async () => {
      await Promise.all(underWay)
    },
  }
}

function isListening(body: unknown): boolean {
  return isJsonObject(body) && body['method'] === 'subscriptions/listen'
}

function webRequest(request: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const name of passedOn) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, name.startsWith('mcp-') ? plainHeader(value) : value)
  }
  // the host is a placeholder: behind TLS and balancers the request's own would be wrong, and nothing reads it
  return new Request('http://gateway.invalid/mcp', {
    method: 'POST',
    headers,
    signal,
  })
}

async function send(response: Response, reply: FastifyReply, { useProof }: Exchange): Promise<void> {
  const payload = Buffer.from(await response.arrayBuffer())
  reply.code(response.status)
  for (const [name, value] of response.headers) reply.header(name, value)
  const challenge = response.headers.get('www-authenticate')
  // whoever proved to hold a key is asked for more under the scheme they came with (RFC 9449 §7.1)
  if (challenge !== null && useProof !== undefined)
    reply.header('www-authenticate', `${challenge.replace(/^Bearer /, 'DPoP ')}, algs="${proofAlgorithms.join(' ')}"`)
  void reply.send(payload.length === 0 ? undefined : payload)
}

async function stream(response: Response, reply: FastifyReply, signal: AbortSignal): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(response.status, Object.fromEntries(response.headers))
  const reader = response.body?.getReader()
  // the request the SDK was given may have lost its signal to the garbage collector; the stream would then be kept as long as the desk runs
  const cancel = (): void => void reader?.cancel().catch(() => {})
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    if (!raw.write(next.value)) await drained(reply, signal)
  }
  signal.removeEventListener('abort', cancel)
  raw.end()
}

function drained(reply: FastifyReply, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const go = () => {
    reply.raw.off('drain', go)
    signal.removeEventListener('abort', go)
    resolve()
  }
  reply.raw.once('drain', go)
  signal.addEventListener('abort', go, { once: true })
  return promise
}
