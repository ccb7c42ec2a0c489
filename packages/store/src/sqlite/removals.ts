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
  /** Bodies of decisions up to this line may be gone. */
  readonly decisionsThrough: number
}

/** Reads the removals that bear a good signature; to what anybody else calls a removal nobody listens. */
export async function readRemovals(db: Kysely<Tables>, isSigned: IsSigned): Promise<Removals> {
  const rows = await db.selectFrom('audits').select(['seq', 'record']).where('kind', '=', 'removal').execute()
  const runs: LawfulRun[] = []
  let decisionsThrough = 0
  for (const { seq, record } of rows) {
    const removal = parsed(record)
    if (!isSignedRemoval(removal, isSigned)) continue
    for (const [first, last, before, digest] of removal.runs) if (last < seq) runs.push({ first, last, before, digest })
    decisionsThrough = Math.max(decisionsThrough, removal.decisionsThrough)
  }
  runs.sort((a, b) => a.first - b.first)
  let next = 0
  return {
    decisionsThrough,
    runAt(seq) {
      while (next < runs.length && (runs[next] as LawfulRun).last < seq) next += 1
      const run = runs[next]
      return run !== undefined && run.first <= seq ? run : undefined
    },
  }
}

function parsed(record: string): unknown {
  try {
    return JSON.parse(record)
  } catch {
    return undefined
  }
}
