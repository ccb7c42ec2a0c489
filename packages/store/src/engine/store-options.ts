import type { KeyObject } from 'node:crypto'

/** How a store is opened, whatever its engine. */
export interface StoreOptions {
  /** The Ed25519 private key that signs removals, the same for all who write; without one, a key that is kept nowhere. */
  readonly signingKey?: KeyObject
  /** By which signatures are checked; the public part of `signingKey` when not given. */
  readonly publicKey?: KeyObject
  /** Opens a record that is there for reading: nothing is made, brought up to date or written, and writes are refused. */
  readonly readOnly?: boolean
  /** Monotonic milliseconds. */
  readonly now?: () => number
  /** Entries that may wait to be written before more are refused. Default 10,000. */
  readonly maxPending?: number
  /** How long a commit may wait for another process that is writing, in milliseconds. Default 1,000. */
  readonly lockWaitMs?: number
}
