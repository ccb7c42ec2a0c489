import type { Call, Http, HttpReply, HttpRequest } from '@cx-concierge/connector-kit'

/** A `fetch` for Google's libraries whose every byte goes over the gateway's own way out. */
export interface Exchange {
  readonly fetch: typeof globalThis.fetch
  /** What went over it last; Google's own errors hold our token, so nothing is read from them. */
  last(): { readonly reply?: HttpReply; readonly error?: unknown }
}

type Target = Pick<HttpRequest, 'path' | 'query'>

/**
 * Google's libraries would follow redirects, obey proxy variables and read answers of any length. `target` says where a
 * request to `url` goes, below the address `http` leads to.
 */
export function createExchange(http: Http, call: Call, target: (url: URL) => Target): Exchange {
  let last: { reply?: HttpReply; error?: unknown } = {}

  async function send(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input)
    try {
      const reply = await http.request({
        method: init.method === 'POST' ? 'POST' : 'GET',
        ...target(url),
        headers: Object.fromEntries(new Headers(init.headers)),
        ...bodyOf(init.body),
        signal: call.signal,
      })
      last = { reply }
      return toResponse(reply)
    } catch (error) {
      last = { error }
      throw error
    }
  }

  return { fetch: send, last: () => last }
}

function bodyOf(body: RequestInit['body']): Pick<HttpRequest, 'form' | 'rawBody'> {
  if (body instanceof URLSearchParams) return { form: Object.fromEntries(body) }
  return typeof body === 'string' ? { rawBody: body } : {}
}

const withoutBody = new Set([204, 205, 304])

function toResponse(reply: HttpReply): Response {
  const contentType = reply.headers['content-type'] ?? 'text/plain'
  return new Response(withoutBody.has(reply.status) ? null : reply.text, { status: reply.status, headers: { 'content-type': contentType } })
}
