import { ConciergeError, sealed, type Caller } from '@cx-concierge/contract'
import { callerCredentials, type Access, type CallerAccess, type Clock } from '@cx-concierge/core'
import { createHttp, errorForStatus, parseJson, type Http } from '@cx-concierge/egress'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { callerTokenOf, type CallerToken } from './caller-token.ts'
import { createExchangeRequest, type ExchangeTarget, type TokenExchange } from './exchange-request.ts'

/** Callers' access to one backend, by tokens exchanged at the issuers of their own. */
export interface ExchangedAccess extends CallerAccess {
  close(): void
}

/** What exchanging needs. */
export interface ExchangeParts {
  /** The backend's name in the configuration. */
  readonly source: string
  readonly target: ExchangeTarget
  /** By the issuer's name. */
  readonly exchanges: ReadonlyMap<string, TokenExchange>
  /** Names of issuers' hosts that may have private addresses. */
  readonly privateHosts: readonly string[]
  readonly timeoutMs: number
  readonly clock: Clock
}

interface Held {
  readonly access: Access
  readonly takenAt: number
  readonly goodUntil: number
}

const answer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().refine((type) => type.toLowerCase() === 'bearer'),
  expires_in: z.number().positive().optional(),
  scope: z.string().optional(),
})

const mostHeld = 10_000
const longestMs = 3_600_000
/** For an issuer that does not say how long its token is good. */
const unsaidMs = 300_000
/** Before its end a token may already be refused by a backend whose clock is ahead. */
const earlyMs = 30_000
/** A backend that refuses a token this young would refuse the next one too; an issuer that gave none is left alone for as long. */
const leastAgeMs = 5_000

/**
 * Exchanges callers' tokens when a backend is first read for them, once for all who wait; keeps what it got until shortly
 * before its end. Throws `CONFIG_INVALID` for a key that cannot be read. Nobody's token is sent anywhere but to its issuer.
 */
export function createTokenExchange(parts: ExchangeParts): ExchangedAccess {
  const { source, target, exchanges, timeoutMs, clock } = parts
  const issuers = new Map([...exchanges].map(([name, exchange]) => [name, openIssuer(parts, name, exchange)]))
  const held = new LRUCache<string, Held>({ max: mostHeld })
  const running = new Map<string, Promise<Access>>()
  const failed = new LRUCache<string, { readonly error: ConciergeError; readonly until: number }>({ max: mostHeld })

  const good = (caller: Caller): Held | undefined => {
    const token = callerTokenOf(caller)
    const known = token && held.get(token.fingerprint)
    return known && clock.now() < known.goodUntil ? known : undefined
  }

  const exchange = async (caller: Caller, token: CallerToken): Promise<Access> => {
    const issuer = issuers.get(token.issuer)
    if (issuer === undefined) throw noToken(source)
    const takenAt = clock.now()
    const granted = await issuer(token.token.reveal(), AbortSignal.timeout(timeoutMs))
    const scopes = granted.scope === undefined ? target.scope : granted.scope.split(' ')
    const { subject, client } = caller
    const access = {
      credentials: callerCredentials({ issuer: token.issuer, subject, client, scopes }),
      bearer: sealed(granted.access_token),
    }
    const lifeMs = Math.min(granted.expires_in === undefined ? unsaidMs : granted.expires_in * 1000, longestMs)
    const endsAt = Math.min(takenAt + lifeMs, token.expiresAt)
    held.set(token.fingerprint, { access, takenAt, goodUntil: endsAt - Math.min(earlyMs, lifeMs / 10) })
    return access
  }

  const exchangeOnce = (caller: Caller, token: CallerToken): Promise<Access> => {
    const { fingerprint } = token
    const failure = failed.get(fingerprint)
    if (failure && clock.now() < failure.until) return Promise.reject(failure.error)
    let work = running.get(fingerprint)
    if (work === undefined) {
      work = exchange(caller, token)
        .catch((error: unknown) => {
          if (ConciergeError.is(error)) failed.set(fingerprint, { error, until: clock.now() + leastAgeMs })
          throw error
        })
        .finally(() => running.delete(fingerprint))
      running.set(fingerprint, work)
    }
    return work
  }

  return {
    held: (caller) => good(caller)?.access,
    get: async (caller, refused) => {
      const token = callerTokenOf(caller)
      if (token === undefined) throw noToken(source)
      const known = good(caller)
      if (known && known.access !== refused) return known.access
      if (known) {
        if (clock.now() - known.takenAt < leastAgeMs) throw noToken(source)
        held.delete(token.fingerprint)
      }
      return await exchangeOnce(caller, token)
    },
    close: () => {
      for (const { close } of issuers.values()) close()
    },
  }
}

const noToken = (source: string): ConciergeError =>
  new ConciergeError('BACKEND_SIGN_IN_FAILED', `There is no token by which ${source} could be read for this caller.`, { source })

/** One issuer's token endpoint. What it refuses (RFC 6749 §5.2) is told as a sign-in that failed. */
function openIssuer({ source, target, privateHosts, clock }: ExchangeParts, issuer: string, exchange: TokenExchange) {
  const { now } = clock
  const url = new URL(exchange.url)
  const http: Http = createHttp({ name: source, hosts: [url.host], privateHosts }, { baseUrl: url.origin })
  const path = url.pathname.split('/').filter((segment) => segment !== '')
  const requestFor = createExchangeRequest(exchange, issuer, target, now)
  const trade = async (token: string, signal: AbortSignal): Promise<z.output<typeof answer>> => {
    const reply = await http.request({ method: 'POST', path, ...(await requestFor(token)), signal })
    if (reply.status === 400 || reply.status === 401 || reply.status === 403) throw noToken(source)
    if (reply.status !== 200) throw errorForStatus(reply, source, now())
    return parseJson(reply, answer, source)
  }
  return Object.assign(trade, { close: () => http.close() })
}
