import type { Caller } from '@cx-concierge/contract'
import type { AuthInfo } from '@modelcontextprotocol/server'
import type { IncomingHttpHeaders } from 'node:http'
import type { AuthFailure, Believed } from '../auth/authenticate.ts'

/** What is known of a request once it has been let in: who calls, and when they did. */
export interface Exchange {
  readonly caller: Caller
  /** Epoch milliseconds after which the caller's token is no longer believed. */
  readonly expiresAt: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** The `traceparent` header, unchecked. */
  readonly traceparent: string | undefined
  /** The names of the tools that a batch calls, as it spells them; absent where there is no batch. */
  readonly batchCalls?: readonly unknown[]
  /** For a caller who proved to hold the token's key: uses up that proof, and says why the request is refused all the same. */
  readonly useProof?: () => AuthFailure | undefined
}

/** The exchange of a request that came with these headers at this moment, in epoch milliseconds. */
export function exchangeFor({ caller, expiresAt, useProof }: Believed, receivedAt: number, headers: IncomingHttpHeaders): Exchange {
  const { traceparent } = headers
  const known = { caller, expiresAt, receivedAt, traceparent: typeof traceparent === 'string' ? traceparent : undefined }
  return useProof === undefined ? known : { ...known, useProof }
}

// keyed by the very object the SDK passes along, so that nothing but its owner can be read out of it
const exchanges = new WeakMap<AuthInfo, Exchange>()

/** Hands an exchange through the SDK, which carries an `AuthInfo` from the request to the handlers. The token itself stays behind. */
export function authInfoOf(exchange: Exchange, metadataUrl: string | undefined): AuthInfo {
  const authInfo: AuthInfo = {
    token: '',
    clientId: exchange.caller.client,
    scopes: [...exchange.caller.scopes],
    expiresAt: Math.floor(exchange.expiresAt / 1000),
    ...(metadataUrl !== undefined && { resourceMetadataUrl: metadataUrl }),
  }
  exchanges.set(authInfo, exchange)
  return authInfo
}

/** The exchange behind an {@link authInfoOf}. Throws when there is none, which only a mistake in wiring can cause. */
export function exchangeOf(authInfo: AuthInfo | undefined): Exchange {
  const exchange = authInfo === undefined ? undefined : exchanges.get(authInfo)
  if (exchange === undefined) throw new Error('a request reached the protocol handler without an exchange')
  return exchange
}
