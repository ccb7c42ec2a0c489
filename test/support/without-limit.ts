import type { Limits, RateLimits } from '@cx-concierge/gateway'

const boundless = { calls: 1_000_000_000, perMs: 60_000 }

/** Allowances nobody uses up: for tests and measurements that ask more than anybody should. Counting goes on as ever. */
export const withoutLimit: RateLimits = { caller: boundless, client: boundless, account: boundless }

/** For desks that share their process with callers and backends, whose work must not pass for the desk's own. */
export const roomForAll: Partial<Limits> = { turnMs: 3_600_000 }
