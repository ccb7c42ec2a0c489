import type { Clock } from '@cx-concierge/core'
import { createAuthenticator, type Authenticator } from './auth/authenticator.ts'
import type { ReplayMemory } from './auth/replay-memory.ts'
import type { TokenIssuer } from './auth/token-issuer.ts'
import type { AccessFile } from './config/shapes/access-file.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Whose tokens are believed, and who is told of trouble. */
export interface AuthenticatorParts {
  readonly access: AccessFile
  readonly issuers: readonly TokenIssuer[]
  /** The host to listen on, when the demo's tokens are to be taken instead. */
  readonly demoOn: string | undefined
  readonly clock: Clock
  readonly log: Log | false
  readonly metrics: Metrics
  /** Proofs of possession that were used already. */
  readonly usedProofs: ReplayMemory
}

/** Opens the check of tokens; no issuer is asked yet. Throws `CONFIG_INVALID`. */
export async function openAuthenticator({
  access,
  issuers,
  demoOn,
  clock,
  log,
  metrics,
  usedProofs,
}: AuthenticatorParts): Promise<Authenticator> {
  // loaded only where it is asked for: elsewhere the demo's tokens are not even in the process
  if (demoOn !== undefined) return { authenticate: (await import('./demo.ts')).createDemoAuthenticator(demoOn), close: () => {} }
  const { audience, dpop, api_keys: apiKeys } = access.tokens
  return createAuthenticator({
    issuers,
    audience,
    dpop,
    privateHosts: access.private_hosts,
    ...(apiKeys === undefined ? {} : { apiKeysFile: apiKeys.file }),
    clock: clock.now,
    usedProofs,
    onIssuerFailure: (issuer, error) => {
      metrics.issuerFailed(issuer)
      if (log !== false) log.warn({ source: issuer, error }, 'a token issuer could not be asked')
    },
  })
}
