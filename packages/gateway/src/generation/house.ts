import type { Clock, Observer } from '@cx-concierge/core'
import type { ReplayMemory } from '../auth/replay-memory.ts'
import type { Redirects } from '../desk/redirect-memory.ts'
import type { ReadyReport } from '../http/health-routes.ts'
import type { TurnedAwayTally } from '../http/turned-away-tally.ts'
import type { Log } from '../log.ts'
import type { Fleet } from '../shared/open-fleet.ts'
import type { Metrics } from '../metrics.ts'
import type { Records } from '../open-records.ts'
import type { GatewayOptions } from '../gateway-options.ts'

/** What stays the same for as long as the process runs, whatever the four files come to say. */
export interface House {
  readonly options: GatewayOptions
  readonly clock: Clock
  readonly log: Log | false
  readonly metrics: Metrics
  readonly observe: Observer
  readonly records: Records
  /** Other replicas; the key and the server are those of the start. */
  readonly fleet: Fleet
  readonly redirects: Redirects
  readonly turnedAway: TurnedAwayTally
  /** Proofs of possession that were used: a new configuration does not make them good again. */
  readonly usedProofs: ReplayMemory
  /** What is ready, by what the desk in force says of its systems. */
  readonly ready: (desk: () => Promise<ReadyReport>) => Promise<ReadyReport>
}
