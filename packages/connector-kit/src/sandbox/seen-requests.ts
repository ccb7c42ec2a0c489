import type { FastifyRequest } from 'fastify'

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string
  /** Path and query, decoded as far as they can be. */
  readonly url: string
  /** One `name: value` a line. */
  readonly headers: string
  /** As text, whatever it was; what is percent-encoded in it is decoded. */
  readonly body: string
}

/** Keeps the newest requests, so that a test can look at what was really asked. */
export interface SeenRequests {
  keep(request: FastifyRequest): void
  read(): readonly SeenRequest[]
  reset(): void
}

const mostKept = 2_000

/** Keeps nothing yet. */
export function createSeenRequests(): SeenRequests {
  let seen: SeenRequest[] = []
  return {
    keep({ method, url, headers, body }) {
      if (seen.length >= mostKept) seen.shift()
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)
      seen.push({ method, url: decoded(url), headers: lines.join('\n'), body: body === undefined ? '' : decoded(JSON.stringify(body)) })
    },
    read: () => seen,
    reset() {
      seen = []
    },
  }
}

function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped)
    } catch {
      return escaped
    }
  })
}
