import type { Config } from '../config/load-config.ts'
import { lookupAges } from '../desk/lookup-ages.ts'
import { longestKeptMs } from '../shared/valkey-answers.ts'
import type { KeptData } from './kept-data.ts'

/** What replicas share, with how long it is kept; nothing where access.yaml has no key for it. */
export function sharedData({ access, policy, sources }: Config): readonly KeptData[] {
  if (access.shared_cache === undefined) return []
  const ages = sources.flatMap(({ connector, refreshMs }) => connector.provides.lookups.map(lookupAges(policy, refreshMs)))
  const usableMs = Math.min(longestKeptMs, Math.max(0, ...ages.map((age) => age.usableMs)))
  const periodMs = Math.max(...Object.values(access.rates).map(({ perMs }) => perMs))
  const record = 'shared cache'
  return [
    {
      record,
      part: 'answers',
      what: 'what was read, encrypted; under keyed hashes of what was asked and with whose rights',
      about: 'customer',
      why: 'so that every replica need not ask the same',
      keptMs: usableMs,
    },
    {
      record,
      part: 'forgotten',
      what: 'since when what somebody’s rights or all rights had read is forgotten, encrypted',
      about: 'caller',
      why: 'so that no replica shows it again',
      keptMs: longestKeptMs,
    },
    {
      record,
      part: 'rates',
      what: 'how much callers, AI clients and customers’ questions have used up, under hashes of their names',
      about: 'caller',
      why: 'so that all replicas count together',
      keptMs: 2 * periodMs,
    },
  ]
}
