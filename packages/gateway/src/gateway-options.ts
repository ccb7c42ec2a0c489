import type { Clock } from '@cx-concierge/core'
import type { TokenIssuer } from './auth/token-issuer.ts'
import type { Config } from './config/load-config.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import type { RateLimits } from './rates/rates.ts'
import type { RecordDatabase } from './record-database.ts'
import type { ConfigChanges } from './reload/config-changes.ts'

/** What a gateway is started with. */
export interface GatewayOptions {
  readonly config: Config
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /**
   * SQLite file for records, or `:memory:`; the key for hashing addresses lies beside it. With a database, what stays here instead: keys, unless they
   * are elsewhere, checkpoints, and what waits for it.
   */
  readonly storeFile: string
  /** PostgreSQL, in which all replicas keep one record. */
  readonly database?: RecordDatabase
  readonly log: Log | false
  readonly clock?: Clock
  /** Takes the demo's tokens instead of the configuration's issuers; on this machine only. */
  readonly demo?: boolean
  /** Replaces the configuration's issuers, for tests that bring their own keys. */
  readonly issuers?: readonly TokenIssuer[]
  readonly deadlineMs?: number
  /** Replaces the configuration's allowances, for tests and benchmarks that ask more than anybody should. */
  readonly rates?: RateLimits
  /** Valkey or Redis, in which all replicas count calls together, and through which they share answers and notices. */
  readonly cacheUrl?: string
  /** How long a look at what others have read may take; 15 ms when not said. */
  readonly cachePatienceMs?: number
  readonly limits?: Partial<Limits>
  /** `false` sends every call through the SDK; for comparing the two. */
  readonly expressLane?: boolean
  /** Where changed configurations come from; without it the gateway keeps the one it was started with. */
  readonly changes?: ConfigChanges
}
