/** So many calls in a stretch of time; all of them may come at once. */
export interface Rate {
  readonly calls: number
  readonly perMs: number
}

/** One allowance, shared fairly by whoever uses it. */
export interface FairBucket {
  /** The most that this member can ever take at once while as many share as now: a whole number, one at least. */
  most(member: string, nowMs: number): number
  /** Milliseconds until this member may take so many; 0: now. Takes nothing. */
  waitMs(member: string, cost: number, nowMs: number): number
  take(member: string, cost: number, nowMs: number): void
  /** Whether nobody took anything lately. */
  isIdle(nowMs: number): boolean
}

interface Member {
  tokens: number
  at: number
}

const mostMembers = 10_000
/** Waiting for exactly one call's worth must be enough, however the fractions were rounded. */
const sliver = 1e-6
/** Who has left is looked for so many times in a period, not at every call. */
const looksPerPeriod = 60

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
  let lookAgainAt = 0
  let newest = ''
  // what there was for whom when it was last asked: whoever takes has just asked
  const seen = { member: '', nowMs: Number.NaN, known: undefined as Member | undefined, own: 0, all: 0, count: 1 }

  function forget(nowMs: number): void {
    if (nowMs < lookAgainAt && members.size <= mostMembers) return
    lookAgainAt = nowMs + perMs / looksPerPeriod
    for (const [name, { at }] of members) {
      if (nowMs - at < perMs && members.size <= mostMembers) return
      members.delete(name)
    }
  }

  /** What there is for a member now, and how many share. */
  function look(member: string, nowMs: number): void {
    if (seen.member === member && seen.nowMs === nowMs) return
    forget(nowMs)
    const known = members.get(member)
    const count = members.size + (known ? 0 : 1)
    const most = Math.max(1, calls / count)
    seen.member = member
    seen.nowMs = nowMs
    seen.known = known
    seen.count = count
    seen.own = known ? Math.min(most, known.tokens + (Math.max(0, nowMs - known.at) * perMillisecond) / count) : most
    seen.all = Math.min(calls, common + Math.max(0, nowMs - commonAt) * perMillisecond)
  }

  return {
    most(member, nowMs) {
      look(member, nowMs)
      return Math.max(1, Math.floor(calls / seen.count + sliver))
    },
    waitMs(member, cost, nowMs) {
      look(member, nowMs)
      const { own, all, count } = seen
      // what lies above the others' shares belongs to nobody in particular
      const spare = all - calls + calls / count
      return own + sliver >= cost || spare + sliver >= cost ? 0 : Math.ceil(((cost - own) * count) / perMillisecond)
    },
    take(member, cost, nowMs) {
      look(member, nowMs)
      const { known, own, all } = seen
      common = Math.max(-calls, all - cost)
      commonAt = nowMs
      const tokens = own + sliver >= cost ? own - cost : own
      if (known) {
        known.tokens = tokens
        known.at = nowMs
      }
      // whoever was seen last stays last, without a move
      if (!known || newest !== member) {
        members.delete(member)
        members.set(member, known ?? { tokens, at: nowMs })
        newest = member
      }
      seen.nowMs = Number.NaN
    },
    isIdle(nowMs) {
      lookAgainAt = 0
      forget(nowMs)
      return members.size === 0
    },
  }
}
