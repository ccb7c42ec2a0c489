import { ConciergeError } from '@cx-concierge/contract'
import { LRUCache } from 'lru-cache'
import type { Authentication, AuthFailure, Refused, TokenCheck } from './authenticate.ts'
import { judgeClaims, type ClaimsRules } from './claims.ts'
import { createClientProof, type ClientCredentials } from './client-authentication.ts'
import type { IssuerEndpoint } from './issuer-endpoint.ts'
import { createLanes } from './lanes.ts'
import { tokenHash } from './token-hash.ts'

/** Where and as whom an authorization server is asked about tokens. */
export type IntrospectionSource = ClientCredentials & { readonly url: string }

/** What tokens of one issuer are introspected with. */
export interface IntrospectionParts extends ClaimsRules {
  readonly endpoint: IssuerEndpoint
  readonly credentials: ClientCredentials
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Told of every time the issuer could not be asked. */
  readonly onFailure: (error: unknown) => void
}

const refusedForMs = 10_000
const mostRefusals = 10_000
const bounds = { atOnce: 8, mayWait: 32, perSecond: 50 }

/**
 * Asks the issuer about tokens (RFC 7662) and holds what it says to the same rules as a JWT's claims. One question per token at a time, and only so many at
 * once and in a second, tokens that were good before apart from all others; a refusal is remembered for ten seconds. Whatever is unexpected refuses: `fault`,
 * or `busy` when too much is asked.
 */
export function createIntrospection(parts: IntrospectionParts): TokenCheck {
  const { clock, endpoint } = parts
  const refusals = new LRUCache<string, { readonly verdict: Refused; readonly at: number }>({ max: mostRefusals })
  const underWay = new Map<string, Promise<Authentication>>()
  const lanes = createLanes('introspection', bounds, clock)
  const prove = createClientProof(parts.credentials, parts.issuer, clock)

  async function ask(token: string): Promise<Authentication> {
    let answer: unknown
    try {
      const { headers, form } = await prove()
      answer = (await endpoint.ask({ method: 'POST', headers, form: { ...form, token, token_type_hint: 'access_token' } })).json
    } catch (error) {
      parts.onFailure(error)
      return { refused: 'fault' }
    }
    if (typeof answer !== 'object' || answer === null || !('active' in answer)) return { refused: 'fault' }
    if (answer.active !== true) return { refused: answer.active === false ? 'inactive' : 'fault' }
    // the issuer need not repeat its own name, and a token without a person behind it is the client's (RFC 7662 §2.2, RFC 9068 §2.2)
    const client = 'client_id' in answer ? { sub: answer.client_id } : {}
    const verdict = judgeClaims({ iss: parts.issuer, ...client, ...answer }, parts, clock())
    return 'token_type' in answer ? ofType(answer.token_type, verdict) : verdict
  }

  async function admitted(token: string, name: string): Promise<Authentication> {
    const verdict = await lanes.run(name, () => ask(token))
    if ('refused' in verdict && passing.has(verdict.refused)) return verdict
    lanes.note(name, 'caller' in verdict)
    if ('refused' in verdict) refusals.set(name, { verdict, at: clock() })
    return verdict
  }

  return (token) => {
    const name = tokenHash(token)
    const earlier = refusals.get(name)
    if (earlier !== undefined && Math.abs(clock() - earlier.at) < refusedForMs) return earlier.verdict
    const asking = underWay.get(name)
    if (asking !== undefined) return asking
    const answer = admitted(token, name)
      .catch((error: unknown): Refused => ({ refused: ConciergeError.is(error) && error.code === 'BACKEND_BUSY' ? 'busy' : 'fault' }))
      .finally(() => underWay.delete(name))
    underWay.set(name, answer)
    return answer
  }
}

/** A token that is bound to its holder's key never passes for a bearer token (RFC 9449 §6.2); one of any other type is no access token of ours. */
function ofType(type: unknown, verdict: Authentication): Authentication {
  if ('refused' in verdict) return verdict
  const word = typeof type === 'string' ? type.toLowerCase() : ''
  if (word === 'dpop') return verdict.keyThumbprint === undefined ? { refused: 'bound' } : verdict
  return word === 'bearer' ? verdict : { refused: 'type' }
}

/** Troubles of ours rather than of the token: asking again may help at once. */
const passing: ReadonlySet<AuthFailure> = new Set(['fault', 'busy'])
