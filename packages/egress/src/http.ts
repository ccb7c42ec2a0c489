import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { ConciergeError } from '@cx-concierge/contract'
import { create, type AxiosRequestConfig } from 'axios'
import { abortError } from './abort-error.ts'
import { allowedUrl, type Reach } from './allowed-host.ts'
import { countKeys } from './json-bounds.ts'
import { addressJudge, judgedLookup, systemResolve, type Resolve } from './judged-lookup.ts'
import { networkError } from './network-error.ts'
import { requestUrl, type Query } from './request-url.ts'

/** How one backend is reached. */
export interface HttpOptions {
  /** Scheme, host and, if any, the path everything lies under. */
  readonly baseUrl: string
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Most bytes an answer may have, unpacked; 8 MiB when not said. */
  readonly maxBytes?: number
  /** Leads to a sign-in: requests are not counted as calls of the backend. */
  readonly uncounted?: true
}

/** One request. At most one of `json`, `form` and `rawBody`. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path segments below the base address; encoded here. */
  readonly path: readonly string[]
  readonly query?: Query
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** A body sent as it is; say its content-type in `headers`. */
  readonly rawBody?: string
  /** Bytes wanted, as in `bytes=0-0`. */
  readonly range?: string
  /** Hang up once the headers are read; `text` is then empty. */
  readonly headersOnly?: boolean
  readonly signal: AbortSignal
}

/** Whatever the backend answered, whatever its status. */
export interface HttpReply {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** The one way out to one backend. */
export interface Http {
  /**
   * Never throws on a status, follows no redirect, retries nothing. Throws `BACKEND_UNAVAILABLE` when no answer came,
   * `BACKEND_BAD_ANSWER` when it was too large or not HTTP, `HOST_NOT_ALLOWED` when the host's address may not be reached, and
   * the signal's own reason (else `BACKEND_TIMEOUT`) on abort.
   */
  request(request: HttpRequest): Promise<HttpReply>
  /** Cuts every connection, also those in use. */
  close(): void
}

const defaultMaxBytes = 8 * 1024 * 1024
const decoder = new TextDecoder()
const startsLikeJson = /^\s*[[{]/
// half a million values are parsed and checked in about a tenth of a second
const jsonBounds = { jsonDepth: 64, jsonElements: 500_000 }

/** Opens nothing by itself. Throws `HOST_NOT_ALLOWED` for an address outside `host.hosts` or, but for loopback, without TLS. */
export function createHttp(host: Reach, options: HttpOptions, resolve: Resolve = systemResolve): Http {
  const url = allowedUrl(options.baseUrl, host)
  refuseWrittenAddress(url, host)
  // every request has a connection of its own (docs/decisions/0011); an agent with a limit of sockets would hand one on to whoever waits
  const httpAgent = new HttpAgent({ keepAlive: false, lookup: judgedLookup(host, false, resolve) })
  const httpsAgent = new HttpsAgent({ keepAlive: false, lookup: judgedLookup(host, true, resolve) })
  const client = create({
    adapter: 'http',
    baseURL: url.href.replace(/\/$/, ''),
    // a redirect would carry our credentials to wherever it points
    maxRedirects: 0,
    allowAbsoluteUrls: false,
    allowedSocketPaths: [],
    proxy: false,
    httpAgent,
    httpsAgent,
    validateStatus: () => true,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    maxContentLength: options.maxBytes ?? defaultMaxBytes,
  })
  // put last, so that no other header can replace them
  const ownHeaders = { host: url.host, connection: 'close' }

  async function request(asked: HttpRequest): Promise<HttpReply> {
    const config = requestConfig(asked, { 'user-agent': 'cx-concierge', ...options.headers }, ownHeaders)
    if (asked.signal.aborted) throw abortError(asked.signal, host.name)
    if (options.uncounted !== true) host.admit?.(asked.signal)
    const response = await client.request(config).catch((error: unknown): never => {
      throw asked.signal.aborted ? abortError(asked.signal, host.name) : networkError(error, host.name)
    })
    return { status: response.status, headers: plainHeaders(response.headers), text: textOf(response.data, host.name) }
  }

  return {
    request,
    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}

/** A name is judged when it is looked up; an address that is written out never is. Without TLS it can only be this very machine. */
function refuseWrittenAddress({ protocol, hostname }: URL, host: Reach): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) === 0 || protocol !== 'https:' || addressJudge(hostname, host, true)(address)) return
  throw new ConciergeError('HOST_NOT_ALLOWED', `"${host.name}" may not reach that address.`, { source: host.name })
}

/** Throws `BACKEND_BAD_ANSWER` for JSON that would hold up the process when it is parsed: few bytes on the wire can be millions of values. */
function textOf(body: unknown, source: string): string {
  if (body instanceof Readable) discard(body)
  if (!Buffer.isBuffer(body)) return ''
  const text = decoder.decode(body)
  if (!startsLikeJson.test(text) || countKeys(body, jsonBounds) !== undefined) return text
  throw new ConciergeError('BACKEND_BAD_ANSWER', 'The backend sent more than we take.', { source })
}

type Headers = Readonly<Record<string, string>>

function requestConfig(asked: HttpRequest, usual: Headers, own: Headers): AxiosRequestConfig {
  const { body, contentType } = bodyOf(asked)
  return {
    method: asked.method,
    url: requestUrl(asked.path, asked.query),
    signal: asked.signal,
    headers: {
      ...usual,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...asked.headers,
      ...(asked.range === undefined ? {} : { range: asked.range }),
      ...own,
    },
    ...(body === undefined ? {} : { data: body }),
    // the bare stream: destroying one of axios' wrappers would leave the connection open
    ...(asked.headersOnly === true ? { responseType: 'stream' as const, maxContentLength: -1, decompress: false } : {}),
  }
}

function bodyOf(asked: HttpRequest): { body?: string; contentType?: string } {
  if (asked.json !== undefined) return { body: JSON.stringify(asked.json), contentType: 'application/json' }
  if (asked.form !== undefined) {
    return { body: new URLSearchParams(asked.form).toString(), contentType: 'application/x-www-form-urlencoded' }
  }
  return asked.rawBody === undefined ? {} : { body: asked.rawBody }
}

function discard(body: Readable): void {
  body.on('error', () => undefined)
  body.destroy()
}

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]: [string, unknown]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  )
}
