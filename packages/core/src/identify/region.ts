import { askAllSources } from '../facts/account-facts.ts'
import { regionOf } from '../facts/rule-facts.ts'
import type { Run } from '../run.ts'
import type { Identified } from './identified.ts'

/** Whether an account lies in a region the caller's token is limited to. `unknown`: its country could not be read. */
export function isWithinRegions(run: Run, accountId: string): boolean | 'unknown' {
  const { regions } = run.question.caller
  if (regions === undefined) return true
  const region = regionOf(run, accountId)
  if (region.state === 'unknown') return 'unknown'
  // an account without a region lies in nobody's
  return region.state === 'known' && regions.includes(region.value)
}

/** The same account, or that there is none for this caller: an account of another region answers as one that does not exist. */
export function withinRegions(run: Run, identified: Identified): Identified {
  if (identified.kind !== 'account' || run.question.caller.regions === undefined) return identified
  // in the same round as everything else about it
  askAllSources(run, identified.id)
  const within = isWithinRegions(run, identified.id)
  if (within === true) return identified
  if (within === 'unknown') return { kind: 'unavailable' }
  run.auditFlags.add('denied_other_region')
  return { kind: 'not_found' }
}
