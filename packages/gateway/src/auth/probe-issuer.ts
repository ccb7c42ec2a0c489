import { createClientProof } from './client-authentication.ts'
import { openIssuerEndpoint } from './issuer-endpoint.ts'
import { fixedKeys, keysOf } from './key-source.ts'
import type { TokenIssuer } from './token-issuer.ts'

/** How an issuer answered. */
export interface IssuerProbe {
  /** In words for people. */
  readonly what: string
  /** Its `Date` header; nothing for an issuer that need not be asked. */
  readonly date?: string | undefined
}

/**
 * Asks an issuer once what a gateway will ask of it: its keys, or about a token nobody has. Throws `ConciergeError`, or an `Error` for keys that cannot be
 * used.
 */
export async function probeIssuer(source: TokenIssuer, privateHosts: readonly string[], clock: () => number): Promise<IssuerProbe> {
  if ('introspection' in source) {
    const endpoint = openIssuerEndpoint(source.issuer, source.introspection.url, privateHosts)
    try {
      const { headers, form } = await createClientProof(source.introspection, source.issuer, clock)()
      const { json: answer, date } = await endpoint.ask({ method: 'POST', headers, form: { ...form, token: 'a-token-nobody-has' } })
      if (typeof answer !== 'object' || answer === null || !('active' in answer) || answer.active !== false)
        throw new Error('does not say of an unknown token that it is not active')
      return { what: 'tells about tokens when asked', date }
    } finally {
      endpoint.close()
    }
  }
  if (!('jwksUrl' in source)) {
    fixedKeys(source)
    return { what: 'its keys are in a file here, and can be read' }
  }
  const endpoint = openIssuerEndpoint(source.issuer, source.jwksUrl, privateHosts)
  try {
    const { json, date } = await endpoint.ask({ method: 'GET' })
    keysOf(json)
    return { what: 'publishes its keys, and they can be used', date }
  } finally {
    endpoint.close()
  }
}
