import type { RawEnd } from '../support/load/raw-lines.ts'

/** What became of calls, counted. */
export interface Tally {
  note(end: RawEnd): void
  /** By what became of them: `complete`, `partial`, a word for an answer about nobody in particular, a typed error, `shed`, `hung up`, `hung`, … */
  readonly counts: Readonly<Record<string, number>>
  /** Of all. */
  sum(): number
  /** Of those whose kind this holds for. */
  sumOf(holds: (kind: string) => boolean): number
  /** Times of the answers since this was asked last. */
  takeTimes(): readonly number[]
  /** The first bodies of each kind that must not be. */
  readonly strange: readonly string[]
}

const kinds: Readonly<Record<string, string>> = { ok: 'complete', degraded: 'partial' }
const internal = 'Something went wrong on our side'
const mostStrange = 5
const mustNotBe = /^(?:cut|hung|failed|HTTP \d+|without an answer|error -32603)$/

/** Whether a call of this kind was lost: no answer, or one that says nothing. A call that its caller ended is not. */
export const isLost = (kind: string): boolean => mustNotBe.test(kind)

/** A tally with nothing in it. */
export function createTally(): Tally {
  const counts: Record<string, number> = {}
  const strange: string[] = []
  let times: number[] = []
  return {
    counts,
    strange,
    note: (end) => {
      const kind = kindOf(end)
      counts[kind] = (counts[kind] ?? 0) + 1
      if (end.status === 200) times.push(end.tookMs)
      if (isLost(kind) && strange.length < mostStrange) strange.push(`${kind} after ${Math.round(end.tookMs)} ms: ${end.text.slice(-300)}`)
    },
    sum: () => Object.values(counts).reduce((sum, count) => sum + count, 0),
    sumOf: (holds) => Object.entries(counts).reduce((sum, [kind, count]) => sum + (holds(kind) ? count : 0), 0),
    takeTimes: () => {
      const taken = times
      times = []
      return taken
    },
  }
}

function kindOf({ how, status, text }: RawEnd): string {
  if (how !== 'answered') return how
  if (status === 503 && /\r\nretry-after: \d/i.test(text)) return 'shed'
  const error = /"error":\{"code":(-?\d+)/.exec(text)?.[1]
  if (error !== undefined) return `error ${error}`
  if (status !== 200) return `HTTP ${status}`
  if (text.includes('"isError":true')) return text.includes(internal) ? 'failed' : 'an error as result'
  const word = /"status":"(\w+)"/.exec(text)?.[1]
  return word === undefined ? (text.includes('"result":{') ? 'explained' : 'without an answer') : (kinds[word] ?? word)
}
