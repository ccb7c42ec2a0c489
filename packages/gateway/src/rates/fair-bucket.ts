/** So many calls in a stretch of time; all of them may come at once. */
export interface Rate {
  readonly calls: number
  readonly perMs: number
}

/** One allowance, shared fairly by whoever uses it. */
export interface FairBucket {
  /** Milliseconds until this member may take so many; 0: now. Takes nothing. */
  waitMs(member: string, cost: number, nowMs: number): number
  take(member: string, cost: number, nowMs: number): void
  /** Whether anybody took anything lately. */
  isIdle(nowMs: number): boolean
}

interface Member {
  tokens: number
  at: number
}

const mostMembers = 10_000
/** Waiting for exactly one call's worth must be enough, however the fractions were rounded. */
const sliver = 1e-6

/**
 * Each of the members of a period has an equal share of its own, which nobody else can use up; what the others leave is
 * free for all. Alone, a member has everything. Together they may exceed the rate by as much as one of them took before
 * the others came, once.
 */
export function createFairBucket({ calls, perMs }: Rate): FairBucket {
  const perMillisecond = calls / perMs
  /** In the order in which they were last seen. */
  const members = new Map<string, Member>()
  let common = calls
  let commonAt = 0

  function forget(nowMs: number): void {
    for (const [name, { at }] of members) {
      if (nowMs - at < perMs && members.size <= mostMembers) return
      members.delete(name)
    }
  }

  /** What there is for a member now, and how many share. */
  function look(member: string, nowMs: number) {
    forget(nowMs)
    const known = members.get(member)
    const count = members.size + (known ? 0 : 1)
    const most = Math.max(1, calls / count)
    const passedMs = known ? Math.max(0, nowMs - known.at) : 0
    const own = known ? Math.min(most, known.tokens + (passedMs * perMillisecond) / count) : most
    const all = Math.min(calls, common + Math.max(0, nowMs - commonAt) * perMillisecond)
    // what lies above the others' shares belongs to nobody in particular
    return { own, all, spare: all - calls + calls / count, refill: perMillisecond / count }
  }

  return {
    waitMs(member, cost, nowMs) {
      const { own, spare, refill } = look(member, nowMs)
      return own + sliver >= cost || spare + sliver >= cost ? 0 : Math.ceil((cost - own) / refill)
    },
    take(member, cost, nowMs) {
      const { own, all } = look(member, nowMs)
      common = Math.max(-calls, all - cost)
      commonAt = nowMs
      members.delete(member)
      members.set(member, { tokens: own + sliver >= cost ? own - cost : own, at: nowMs })
    },
    isIdle(nowMs) {
      forget(nowMs)
      return members.size === 0
    },
  }
}
