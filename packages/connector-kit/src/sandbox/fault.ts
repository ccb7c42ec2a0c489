import { z } from 'zod'

const only = z.string().optional().describe('the label of the one route to trouble; all of them when not said')
const times = z.int().positive().optional().describe('how many requests to trouble; all of them when not said')

/** What can be wrong with a pretend backend, as the control plane reads it. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), delayMs: z.number().nonnegative(), only }),
  z.strictObject({ kind: z.literal('hang'), only }),
  z.strictObject({ kind: z.literal('status'), status: z.int().min(200).max(599), times, only }),
  z.strictObject({ kind: z.literal('rate_limited'), times, only }),
  z.strictObject({ kind: z.literal('expired_session'), times, only }),
  z.strictObject({ kind: z.literal('html'), only }),
  z.strictObject({ kind: z.literal('cut'), only }),
])

/**
 * One trouble. `slow`, `hang`, `status`, `html` (a login page with status 200) and `cut` (the connection dies mid-body)
 * happen to every route alike; `rate_limited` and `expired_session` are put in the vendor's own words by its routes.
 */
export type Fault = z.output<typeof faultSchema>

/** What a pretend backend's routes may ask about the trouble it is in. */
export interface Sim {
  /** Epoch milliseconds by the clock the backend was started with. */
  readonly now: () => number
  /** The trouble in force. */
  readonly fault: Fault | undefined
  /** Whether a fault of this kind is in force for the route of that label; uses up one of its `times`. */
  take(kind: Fault['kind'], label?: string): boolean
}

/** Holds the fault in force and counts it down. */
export function createSim(now: () => number): Sim & { set(fault: Fault | undefined): void } {
  let fault: Fault | undefined
  let left = Number.POSITIVE_INFINITY
  return {
    now,
    get fault() {
      return fault
    },
    set(next) {
      fault = next
      left = next !== undefined && 'times' in next ? (next.times ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    },
    take(kind, label) {
      if (fault === undefined || fault.kind !== kind) return false
      if (fault.only !== undefined && label !== undefined && fault.only !== label) return false
      left -= 1
      if (left <= 0) fault = undefined
      return true
    },
  }
}
