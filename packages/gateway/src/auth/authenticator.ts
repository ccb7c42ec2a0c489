import { ConciergeError } from '@cx-concierge/contract'
import { tokenAlgorithms } from './algorithms.ts'
import { createKeyCheck } from './api-keys/check-key.ts'
import { openKeyRing } from './api-keys/key-ring.ts'
import { isKeyText } from './api-keys/key-text.ts'
import type { Authenticate, Authentication, Believed, TokenCheck } from './authenticate.ts'
import { keepCallerToken } from './caller-token.ts'
import { readCompactJws } from './compact-jws.ts'
import { readCredentials, type Credentials } from './credentials.ts'
import { isJose } from './is-jose.ts'
import { openIssuer, type IssuerCheck } from './issuer.ts'
import { createProofCheck } from './proof.ts'
import type { ReplayMemory } from './replay-memory.ts'
import { createTokenCache } from './token-cache.ts'
import type { DpopMode, TokenIssuer } from './token-issuer.ts'

/** How callers are recognized. */
export interface AuthenticatorOptions {
  readonly issuers: readonly TokenIssuer[]
  /** The file of API keys, when they are taken. */
  readonly apiKeysFile?: string
  /** `refuse` when not given. */
  readonly dpop?: DpopMode
  /** Names of issuers' hosts that may have private addresses; none when not given. */
  readonly privateHosts?: readonly string[]
  /** The URL of this resource; a token's `aud` must name it (RFC 8707). */
  readonly audience: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Seconds another machine's clock may differ by, at most 60; 30 when not given. */
  readonly leewayS?: number
  /** Proofs of possession that were used already, and are remembered when this authenticator is gone. */
  readonly usedProofs?: ReplayMemory
  /** Told of every time an issuer could not be asked for its keys or about a token. */
  readonly onIssuerFailure?: (issuer: string, error: unknown) => void
}

/** Recognizes callers for as long as it is open. */
export interface Authenticator {
  readonly authenticate: Authenticate
  /** Cuts the connections to issuers. */
  close(): void
}

const mostLeewayS = 60
/** Seconds another machine's clock may differ by, unless said otherwise. */
export const usualLeewayS = 30
const longestToken = 8_192

/**
 * Recognizes callers by JWT access tokens (RFC 9068), opaque tokens (RFC 7662) and API keys. Throws `CONFIG_INVALID` for options that could not be safe: nobody
 * to believe, two issuers of one name, several who could have issued an opaque token, an algorithm that is not on the list, a leeway above 60 seconds.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  checkOptions(options)
  const { audience, clock, leewayS = usualLeewayS, dpop = 'refuse', apiKeysFile, privateHosts = [], onIssuerFailure = () => {} } = options
  const parts = { audience, clock, leewayS, privateHosts, onFailure: quietly(onIssuerFailure) }
  const issuers = new Map(options.issuers.map((one) => [one.issuer, openIssuer(one, parts)]))
  const opaque = [...issuers.values()].find((issuer) => issuer.knowsOpaque)
  const checkKey: TokenCheck =
    apiKeysFile === undefined ? () => ({ refused: 'api_key' }) : createKeyCheck(openKeyRing(apiKeysFile, clock), clock)
  const checkProof = dpop === 'refuse' ? undefined : createProofCheck({ resource: audience, clock, leewayS, used: options.usedProofs })
  const cache = createTokenCache(clock)

  async function verify(token: string): Promise<Authentication> {
    if (token.length > longestToken) return { refused: 'malformed' }
    const jws = readCompactJws(token)
    // what says whose it is, or would if it were whole, is not shown to another
    if (jws === undefined && isJose(token)) return { refused: 'malformed' }
    const name = jws?.payload['iss']
    const issuer: IssuerCheck | undefined = jws === undefined ? opaque : typeof name === 'string' ? issuers.get(name) : undefined
    if (issuer === undefined) return { refused: jws === undefined ? 'malformed' : 'issuer' }
    const verdict = await issuer.check(token, jws)
    if ('refused' in verdict) return verdict
    cache.keep(token, verdict, issuer.rememberedMs)
    keepCallerToken(verdict.caller, issuer.name, token, verdict.expiresAt)
    return verdict
  }

  const lookUp = (token: string): Authentication | Promise<Authentication> =>
    isKeyText(token) ? checkKey(token) : (cache.find(token) ?? verify(token))

  function admit(verdict: Authentication, { token, proof }: Credentials): Authentication | Promise<Authentication> {
    if ('refused' in verdict) return verdict
    const { keyThumbprint } = verdict
    if (proof === undefined) return keyThumbprint === undefined && dpop !== 'require' ? verdict : { refused: 'bound' }
    // a proof says nothing of a token that is bound to no key (RFC 9449 §7.1)
    if (keyThumbprint === undefined || checkProof === undefined) return { refused: 'bound' }
    return checkProof(proof, token, keyThumbprint).then((proved) => ('refused' in proved ? proved : { ...verdict, ...proved }))
  }

  return {
    authenticate: (request) => {
      try {
        const sent = readCredentials(request.headers)
        if ('refused' in sent) return sent
        const verdict = lookUp(sent.token)
        const admitted = 'then' in verdict ? verdict.then((settled) => admit(settled, sent)) : admit(verdict, sent)
        return 'then' in admitted ? admitted.catch(fault) : admitted
      } catch {
        return fault()
      }
    },
    close: () => {
      for (const issuer of issuers.values()) issuer.close()
    },
  }
}

const fault = (): Exclude<Authentication, Believed> => ({ refused: 'fault' })

/** Whoever keeps count of failures must not add one of their own. */
function quietly(report: (issuer: string, error: unknown) => void): (issuer: string, error: unknown) => void {
  return (issuer, error) => {
    try {
      report(issuer, error)
    } catch {
      // the failure itself has been dealt with
    }
  }
}

function checkOptions({ issuers, apiKeysFile, audience, dpop, leewayS = usualLeewayS }: AuthenticatorOptions): void {
  const refuse = (message: string): never => {
    throw new ConciergeError('CONFIG_INVALID', message)
  }
  if (issuers.length === 0 && apiKeysFile === undefined) refuse('At least one token issuer is needed, or API keys.')
  if (apiKeysFile !== undefined && dpop === 'require') refuse('API keys cannot be bound to a key, so they do not go with required DPoP.')
  if (!URL.canParse(audience)) refuse('The audience of tokens must be the URL of this resource.')
  if (!(leewayS >= 0 && leewayS <= mostLeewayS)) refuse('The leeway for tokens must be between 0 and 60 seconds.')
  if (new Set(issuers.map(({ issuer }) => issuer)).size !== issuers.length) refuse('A token issuer is named twice.')
  const signing = issuers.filter((issuer) => 'algorithms' in issuer)
  if (issuers.length - signing.length > 1) refuse('Opaque tokens do not say whose they are, so only one issuer can be asked about them.')
  if (signing.some(({ algorithms }) => algorithms.length === 0 || algorithms.some((one) => !tokenAlgorithms.includes(one))))
    refuse(`The algorithms of a token issuer must be among ${tokenAlgorithms.join(', ')}.`)
}
