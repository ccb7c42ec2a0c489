import { PassThrough } from 'node:stream'
import { ConciergeError, type Call, type Http, type HttpRequest } from '@cx-concierge/connector-kit'
import type { Transport } from 'jsforce/lib/transport.js'

type VendorRequest = Parameters<Transport['httpRequest']>[0]
type VendorReply = ReturnType<Transport['httpRequest']>

/** One address requests may be sent to, and the door that leads there. */
export interface Endpoint {
  /** Scheme, host and path, without a slash at the end. */
  readonly baseUrl: string
  readonly http: Http
}

/**
 * Carries jsforce's requests over the gateway's own way out. jsforce's own transport retries, follows redirects with our
 * token, obeys proxy variables and cannot be aborted.
 */
export function transport(endpoint: Endpoint, call: Call, seen: (status: number) => void = () => undefined): Transport {
  async function send(request: VendorRequest): Promise<Awaited<VendorReply>> {
    const reply = await endpoint.http.request(toRequest(request, endpoint.baseUrl, call.signal))
    seen(reply.status)
    return { statusCode: reply.status, headers: { ...reply.headers }, body: reply.text }
  }

  return {
    httpRequest: (request) => Object.assign(send(request), { stream: () => new PassThrough() }),
    getRequestStreamCreator: () => () => new PassThrough(),
  }
}

function toRequest(request: VendorRequest, baseUrl: string, signal: AbortSignal): HttpRequest {
  const base = new URL(baseUrl)
  const basePath = base.pathname === '/' ? '' : base.pathname
  const url = URL.parse(request.url)
  if (url?.origin !== base.origin || !url.pathname.startsWith(`${basePath}/`)) {
    throw new ConciergeError('HOST_NOT_ALLOWED', 'Salesforce may be reached at its own address only.')
  }
  if (request.method === 'OPTIONS') throw new ConciergeError('INTERNAL', 'Salesforce is never asked for its options.')
  return {
    method: request.method,
    path: url.pathname
      .slice(basePath.length + 1)
      .split('/')
      .map(decodeURIComponent),
    query: Object.fromEntries([...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)])),
    headers: Object.fromEntries(Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'content-length')),
    ...(typeof request.body === 'string' ? { rawBody: request.body } : {}),
    signal,
  }
}
