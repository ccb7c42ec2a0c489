import { unread } from './fact.ts'
import { sourcesOf } from '../policy.ts'
import type { Run } from '../run.ts'

const mostLevels = 5

/**
 * The accounts above this one, nearest first, at most five. `complete` is false when a parent could not be read. A
 * hierarchy that runs in a circle is cut where it closes, and flagged.
 */
export function ancestorsOf(run: Run, id: string): { readonly ids: readonly string[]; readonly complete: boolean } {
  const ids: string[] = []
  const seen = new Set([id])
  let current = id
  let complete = true
  while (ids.length < mostLevels) {
    const parent = parentOf(run, current)
    if (parent === unread) {
      complete = false
      break
    }
    if (parent === undefined) break
    if (seen.has(parent)) {
      run.flags.add('hierarchy_loop')
      break
    }
    seen.add(parent)
    ids.push(parent)
    // whatever is wanted of a parent, all who know accounts are asked about it in the round that reads it
    for (const source of sourcesOf(run.policy, 'accounts')) run.reader.read(source, 'accounts', parent)
    current = parent
  }
  return { ids, complete }
}

/** The account at the top of the hierarchy this one belongs to; itself when it has no parent. */
export const topOf = (run: Run, id: string): string => ancestorsOf(run, id).ids.at(-1) ?? id

function parentOf(run: Run, id: string): string | undefined | typeof unread {
  let someUnknown = false
  for (const source of sourcesOf(run.policy, 'accounts')) {
    if (!run.policy.sources.get(source)?.provides.attributes?.includes('parentId')) continue
    const read = run.reader.read(source, 'accounts', id)
    if (read.state !== 'answered') someUnknown = true
    else if (read.value?.parentId) return read.value.parentId
  }
  return someUnknown ? unread : undefined
}
