import { createClientProof } from './client-authentication.ts'
import { openIssuerEndpoint } from './issuer-endpoint.ts'
import { fixedKeys, keysOf } from './key-source.ts'
import type { TokenIssuer } from './token-issuer.ts'

/**
 * Asks an issuer once what a gateway will ask of it: its keys, or about a token nobody has. Says what it found, in words for people. Throws
 * `ConciergeError`, or an `Error` for keys that cannot be used.
 */
export async function probeIssuer(source: TokenIssuer, privateHosts: readonly string[], clock: () => number): Promise<string> {
  if ('introspection' in source) {
    const endpoint = openIssuerEndpoint(source.issuer, source.introspection.url, privateHosts)
    try {
      const { headers, form } = await createClientProof(source.introspection, source.issuer, clock)()
      const answer = await endpoint.ask({ method: 'POST', headers, form: { ...form, token: 'a-token-nobody-has' } })
      if (typeof answer !== 'object' || answer === null || !('active' in answer) || answer.active !== false)
        throw new Error('does not say of an unknown token that it is not active')
      return 'tells about tokens when asked'
    } finally {
      endpoint.close()
    }
  }
  if (!('jwksUrl' in source)) {
    fixedKeys(source)
    return 'its keys are in a file here, and can be read'
  }
  const endpoint = openIssuerEndpoint(source.issuer, source.jwksUrl, privateHosts)
  try {
    keysOf(await endpoint.ask({ method: 'GET' }))
    return 'publishes its keys, and they can be used'
  } finally {
    endpoint.close()
  }
}
