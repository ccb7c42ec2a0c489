import type { Kysely } from 'kysely'
import { isSignedRemoval } from '../removal.ts'
import type { IsSigned } from '../signing.ts'
import type { Tables } from './tables.ts'

/** Neighbouring lines that were blanked lawfully. */
export interface LawfulRun {
  readonly first: number
  readonly last: number
  /** The link of the line before. */
  readonly before: string
  /** Over their links, in order. */
  readonly digest: string
}

/** Everything that was lawfully removed. */
export interface Removals {
  /** The run this line is in. Lines must be asked about in order. */
  runAt(seq: number): LawfulRun | undefined
  /** Whether the body of this line's decision may be gone. Lines must be asked about in order. */
  bodyMayBeGone(line: { readonly seq: number; readonly at: number }): boolean
}

/** Reads the removals that bear a good signature; to what anybody else calls a removal nobody listens. */
export async function readRemovals(db: Kysely<Tables>, isSigned: IsSigned): Promise<Removals> {
  const rows = await db.selectFrom('audits').select(['seq', 'record']).where('kind', '=', 'removal').execute()
  const runs: LawfulRun[] = []
  const cutoffs: Cutoff[] = []
  let decisionsThrough = 0
  for (const { seq, record } of rows) {
    const removal = parsed(record)
    if (!isSignedRemoval(removal, isSigned)) continue
    for (const [first, last, before, digest] of removal.runs) if (last < seq) runs.push({ first, last, before, digest })
    decisionsThrough = Math.max(decisionsThrough, removal.decisionsThrough)
    if (removal.decisionsBefore !== undefined) cutoffs.push({ seq, before: removal.decisionsBefore })
  }
  runs.sort((a, b) => a.first - b.first)
  const latest = latestAfter(cutoffs)
  let next = 0
  let nextCutoff = 0
  return {
    bodyMayBeGone({ seq, at }) {
      while (nextCutoff < latest.length && (latest[nextCutoff] as Cutoff).seq <= seq) nextCutoff += 1
      return seq <= decisionsThrough || at < (latest[nextCutoff]?.before ?? -Infinity)
    },
    runAt(seq) {
      while (next < runs.length && (runs[next] as LawfulRun).last < seq) next += 1
      const run = runs[next]
      return run !== undefined && run.first <= seq ? run : undefined
    },
  }
}

/** A removal, and from before which moment bodies were taken by it. */
interface Cutoff {
  readonly seq: number
  readonly before: number
}

/** The same in the order of their lines, each with the latest moment of it and all after it: a later removal looked at earlier lines too. */
function latestAfter(cutoffs: readonly Cutoff[]): readonly Cutoff[] {
  let before = -Infinity
  return cutoffs
    .toSorted((a, b) => b.seq - a.seq)
    .map((cutoff) => ({ seq: cutoff.seq, before: (before = Math.max(before, cutoff.before)) }))
    .toReversed()
}

function parsed(record: string): unknown {
  try {
    return JSON.parse(record)
  } catch {
    return undefined
  }
}
