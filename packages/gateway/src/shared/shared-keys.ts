import { hkdfSync } from 'node:crypto'
import type { Sealed } from '@cx-concierge/contract'

/** What the one configured key is turned into, so that no key serves two ends. */
export interface SharedKeys {
  /** Names things in the shared memory, so that names tell nobody what lies there. */
  readonly names: Buffer
  /** Seals answers. */
  readonly answers: Buffer
  /** Seals notices. */
  readonly notices: Buffer
}

const keyBytes = 32

/** Derives them (RFC 5869). The secret has at least as much chance in it as a key, so no work factor is needed. */
export function sharedKeysOf(secret: Sealed): SharedKeys {
  const derived = (end: string): Buffer => Buffer.from(hkdfSync('sha256', secret.reveal(), '', `cx-concierge ${end}`, keyBytes))
  return { names: derived('names'), answers: derived('answers'), notices: derived('notices') }
}
