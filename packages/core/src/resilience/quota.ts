/** So many calls in any stretch of this length. */
export interface QuotaRule {
  readonly calls: number
  readonly perMs: number
}

/** Keeps a client under a vendor's limits. */
export interface Quota {
  /** Counts one call and says whether it may go out now. */
  take(nowMs: number): boolean
}

const slots = 60
/** One more than a stretch has: its first sixtieth is counted until it lies outside whole. */
const kept = slots + 1

/** A quota over rolling windows: whichever moment the vendor's own window starts at, the count stays below. */
export function createQuota(rules: readonly QuotaRule[]): Quota {
  const windows = rules.map((rule) => ({ rule, counts: Array.from({ length: kept }, () => 0), slotMs: rule.perMs / slots, newest: 0 }))
  return {
    take: (nowMs) => {
      for (const window of windows) {
        const slot = Math.floor(nowMs / window.slotMs)
        const passed = Math.min(slot - window.newest, kept)
        for (let step = 1; step <= passed; step += 1) window.counts[(window.newest + step) % kept] = 0
        if (passed > 0) window.newest = slot
        if (passed === kept) window.counts.fill(0)
      }
      if (windows.some(({ rule, counts }) => counts.reduce((sum, count) => sum + count, 0) >= rule.calls)) return false
      for (const window of windows) window.counts[window.newest % kept] = (window.counts[window.newest % kept] as number) + 1
      return true
    },
  }
}
