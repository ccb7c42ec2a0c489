import { ConciergeError } from '@cx-concierge/contract'
import { createHttp, errorForStatus, isSafeScheme, type HttpRequest } from '@cx-concierge/egress'

/** What an authorization server answered. */
interface IssuerAnswer {
  readonly json: unknown
  /** Its `Date` header: what time it believes it is. */
  readonly date: string | undefined
}

/** An address of an authorization server. */
export interface IssuerEndpoint {
  /** Asks and reads the JSON of a 200. Throws one of the `BACKEND_…` errors for every other answer, and for none within three seconds. */
  ask(request: Pick<HttpRequest, 'method' | 'form' | 'headers'>): Promise<IssuerAnswer>
  close(): void
}

const answerWithinMs = 3_000
const mostBytes = 256 * 1024

/**
 * Opens an address; nothing is asked yet, and no other host can be. It may be a private one only when its host is among `privateHosts`. Throws `CONFIG_INVALID` for one that
 * is neither https nor on this machine.
 */
export function openIssuerEndpoint(issuer: string, address: string, privateHosts: readonly string[] = []): IssuerEndpoint {
  const url = URL.parse(address)
  if (url === null || !isSafeScheme(url) || url.username !== '' || /.\/$/.test(url.pathname)) {
    throw new ConciergeError('CONFIG_INVALID', 'An address of a token issuer must be an https URL that does not end with a slash.')
  }
  const http = createHttp({ name: issuer, hosts: [url.host], privateHosts }, { baseUrl: url.origin, maxBytes: mostBytes })
  const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  const query = Object.fromEntries(url.searchParams)
  return {
    async ask({ headers, ...request }) {
      const signal = AbortSignal.timeout(answerWithinMs)
      const reply = await http.request({ ...request, path, query, headers: { accept: 'application/json', ...headers }, signal })
      if (reply.status !== 200) throw errorForStatus(reply, issuer)
      try {
        return { json: JSON.parse(reply.text) as unknown, date: reply.headers['date'] }
      } catch {
        // the parser's own message quotes the text
        throw new ConciergeError('BACKEND_BAD_ANSWER', 'The token issuer did not answer in JSON.', { source: issuer })
      }
    },
    close: () => http.close(),
  }
}
