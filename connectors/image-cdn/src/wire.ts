import { ConciergeError, errorForStatus, type Host, type Http, type HttpReply } from '@cx-concierge/connector-kit'
import type { Address } from './mapping.ts'

const pictureTypes = /^image\/(?:jpeg|png|webp|avif)$/

/** Looks whether pictures exist, without fetching them. */
export interface Probe {
  /** Throws a `ConciergeError` when the CDN says neither yes nor no. */
  exists(address: Address, signal: AbortSignal): Promise<boolean>
}

/** Asks with HEAD, and for the first byte where HEAD is not allowed (or not covered by the signature). */
export function createProbe(http: Http, host: Host): Probe {
  let isHeadRefused = false

  async function ask(address: Address, signal: AbortSignal): Promise<HttpReply> {
    const { path, query } = address
    if (!isHeadRefused) {
      const reply = await http.request({ method: 'HEAD', path, query, signal })
      isHeadRefused = reply.status === 405 || reply.status === 501
      if (!isHeadRefused && reply.status !== 403) return reply
    }
    // headers only: a server that knows no ranges would send the whole picture
    return await http.request({ method: 'GET', path, query, range: 'bytes=0-0', headersOnly: true, signal })
  }

  return {
    async exists(address, signal) {
      const reply = await ask(address, signal)
      // a bucket that may not be listed says 403 for what it does not have
      if ([403, 404, 410].includes(reply.status)) return false
      if (reply.status !== 200 && reply.status !== 206) throw errorForStatus(reply, host.name, host.now())
      return isPicture(reply, host)
    },
  }
}

function isPicture(reply: HttpReply, host: Host): boolean {
  const type = (reply.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (pictureTypes.test(type)) return true
  if (!type.startsWith('image/')) {
    throw new ConciergeError('BACKEND_BAD_ANSWER', 'The image CDN answered with something that is no picture.', { source: host.name })
  }
  // SVG may carry scripts
  host.log('image-cdn-unusable-picture-type')
  return false
}
