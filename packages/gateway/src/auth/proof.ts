import { hash } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK, errors, type JWK } from 'jose'
import { z } from 'zod'
import type { Believed, Refused } from './authenticate.ts'
import { readCompactJws } from './compact-jws.ts'
import { createReplayMemory, type ReplayMemory } from './replay-memory.ts'

/** What proofs of possession are held against. */
export interface ProofRules {
  /** The URL of this resource as clients are given it; never what a request says of itself. */
  readonly resource: string
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Seconds another machine's clock may differ by. */
  readonly leewayS: number
  /** Proofs that were used already; none when not given. */
  readonly used?: ReplayMemory | undefined
}

/** Checks a proof that came with a token bound to a key. One that proves that the sender holds the key has yet to be used. */
export type ProofCheck = (proof: string, token: string, keyThumbprint: string) => Promise<Refused | Required<Pick<Believed, 'useProof'>>>

/** Algorithms a proof may be signed with: asymmetric ones only (RFC 9449 §4.2). */
export const proofAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] as const

const oldestS = 300
const longestProof = 4_096
const refused: Refused = { refused: 'proof' }
const Claims = z.object({ htm: z.literal('POST'), htu: z.string(), iat: z.number(), jti: z.string().min(1).max(256), ath: z.string() })

/**
 * Checks DPoP proofs (RFC 9449 §4.3): made for `POST` to this resource and this very token, by the token's key, within the last five minutes; using one says
 * whether it was used before. Whose key it is, is looked at before its signature, which costs more. Rejects only when something inside is broken.
 */
export function createProofCheck({ resource, clock, leewayS, used = createProofMemory(leewayS) }: ProofRules): ProofCheck {
  const target = comparable(resource)

  const isInTime = (iat: number, nowMs: number): boolean => {
    const ageS = nowMs / 1_000 - iat
    return ageS <= oldestS && ageS >= -leewayS
  }

  return async (proof, token, keyThumbprint) => {
    const jws = proof.length <= longestProof ? readCompactJws(proof) : undefined
    if (jws === undefined || jws.header['typ'] !== 'dpop+jwt') return refused
    const claims = Claims.safeParse(jws.payload)
    if (!claims.success || comparable(claims.data.htu) !== target) return refused
    const { iat, jti, ath } = claims.data
    if (!isInTime(iat, clock())) return refused
    if (ath !== hash('sha256', token, 'base64url')) return refused
    try {
      if ((await calculateJwkThumbprint(jws.header['jwk'] as JWK)) !== keyThumbprint) return refused
      await compactVerify(proof, EmbeddedJWK, { algorithms: [...proofAlgorithms] })
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return refused
      throw error
    }
    const name = hash('sha256', jti, 'base64')
    return {
      useProof: () => {
        const nowMs = clock()
        // the body may have taken its time
        if (!isInTime(iat, nowMs)) return 'proof'
        const use = used.use(keyThumbprint, name, nowMs)
        return use === 'first' ? undefined : use === 'again' ? 'proof' : 'busy'
      },
    }
  }
}

/** Remembers proofs for as long as they could be used again by clocks that differ so many seconds. */
export const createProofMemory = (leewayS: number): ReplayMemory => createReplayMemory((oldestS + leewayS) * 1_000)

/** An address without query and fragment, normalized (RFC 9449 §4.3, RFC 3986 §6.2.2). */
function comparable(address: string): string | undefined {
  const url = URL.parse(address)
  return url === null ? undefined : `${url.origin}${url.pathname}`
}
