import type { FastifyReply } from 'fastify'
import type { AuthFailure } from '../auth/authenticate.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { createChallenge, type ProtectedResource } from './challenge.ts'

/** Who is told of a token that was refused. */
export interface TokenRefusalParts {
  readonly resource: ProtectedResource | undefined
  readonly metrics: Metrics
  readonly log: Log | false
  /** Told of every request that is turned away for its token. */
  readonly turnedAway: ((reason: AuthFailure) => void) | undefined
}

/** Turns a request away for its token: answers it, counts it, and leaves the reason in the log alone. */
export type RefuseToken = (reply: FastifyReply, reason: AuthFailure) => void

/** The one way in which requests are turned away for their tokens. */
export function createTokenRefusal({ resource, metrics, log, turnedAway }: TokenRefusalParts): RefuseToken {
  const challenge = createChallenge(resource)
  return (reply, reason) => {
    metrics.authFailed(reason)
    turnedAway?.(reason)
    const httpStatus = challenge(reply, reason)
    if (log !== false) log.info({ reason, httpStatus }, 'refused')
  }
}
