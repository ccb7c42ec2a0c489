import type { Authentication } from './authenticate.ts'
import type { CompactJws } from './compact-jws.ts'
import { createIntrospection } from './introspection.ts'
import { openIssuerEndpoint } from './issuer-endpoint.ts'
import { checkJwt } from './jwt.ts'
import { fixedKeys } from './key-source.ts'
import { createRemoteKeys } from './remote-keys.ts'
import type { TokenIssuer } from './token-issuer.ts'

/** One issuer's tokens, checked. */
export interface IssuerCheck {
  /** As its tokens spell it. */
  readonly name: string
  /** Judges a token; `jws` is there when it has the form of a JWT. */
  check(token: string, jws: CompactJws | undefined): Authentication | Promise<Authentication>
  /** Whether it can tell of tokens that do not name their issuer. */
  readonly knowsOpaque: boolean
  /** How long a good verdict may be gone by without asking again, in milliseconds. */
  readonly rememberedMs: number
  close(): void
}

/** What all issuers have in common. */
export interface IssuerParts {
  readonly audience: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly leewayS: number
  /** Names of hosts that may have private addresses. */
  readonly privateHosts: readonly string[]
  readonly onFailure: (issuer: string, error: unknown) => void
}

// so long may a key that an issuer withdraws go on working, and a token that it ends
const signedRememberedMs = 300_000
const introspectedRememberedMs = 60_000

/** Opens an issuer; nothing is asked yet. Throws `CONFIG_INVALID` for keys, addresses or credentials that cannot be used. */
export function openIssuer(source: TokenIssuer, { audience, clock, leewayS, privateHosts, onFailure }: IssuerParts): IssuerCheck {
  const { issuer } = source
  const rules = { issuer, audience, leewayS, clock }
  const told = (error: unknown): void => onFailure(issuer, error)
  if ('introspection' in source) {
    const endpoint = openIssuerEndpoint(issuer, source.introspection.url, privateHosts)
    const check = createIntrospection({ ...rules, endpoint, credentials: source.introspection, onFailure: told })
    return { name: issuer, check, knowsOpaque: true, rememberedMs: introspectedRememberedMs, close: () => endpoint.close() }
  }
  const endpoint = 'jwksUrl' in source ? openIssuerEndpoint(issuer, source.jwksUrl, privateHosts) : undefined
  const fetchSet = async (): Promise<unknown> => (await endpoint?.ask({ method: 'GET' }))?.json
  const keys = 'jwksUrl' in source ? createRemoteKeys({ fetchSet, clock, onFailure: told }) : fixedKeys(source)
  const jwtRules = { ...rules, keys, algorithms: source.algorithms }
  return {
    name: issuer,
    check: (token, jws) => (jws === undefined ? { refused: 'malformed' } : checkJwt(token, jws, jwtRules)),
    knowsOpaque: false,
    rememberedMs: signedRememberedMs,
    close: () => endpoint?.close(),
  }
}
