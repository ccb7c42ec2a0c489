import { hash } from 'node:crypto'
import { sealed, type Caller, type Sealed } from '@cx-concierge/contract'

/** The access token a caller came with. */
export interface CallerToken {
  /** The issuer's name, as the token spells it. */
  readonly issuer: string
  readonly token: Sealed
  /** Tells tokens apart without showing any. */
  readonly fingerprint: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** Beside the callers and not in them: whoever prints, records or copies a caller has no token in hand. */
const tokens = new WeakMap<Caller, CallerToken>()

/** Notes with which token a caller came, for as long as that caller is remembered. Only an exchange asks for it again. */
export function keepCallerToken(caller: Caller, issuer: string, token: string, expiresAt: number): void {
  tokens.set(caller, { issuer, token: sealed(token), fingerprint: hash('sha256', token, 'base64'), expiresAt })
}

/** The token this very caller came with; `undefined` for a copy of a caller, and for one that came without a token of an issuer's. */
export const callerTokenOf = (caller: Caller): CallerToken | undefined => tokens.get(caller)
