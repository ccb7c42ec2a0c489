import { defined } from '@cx-concierge/core'
import type { Config } from '../config/load-config.ts'
import type { About } from './about.ts'
import { apiKey, audit, begin, checkpoint, decision, lastGood, log, note, redirect, refusedTokens } from './kept-parts.ts'
import { storedColumns } from './stored-columns.ts'

const kinds = {
  audit: { parts: audit, why: 'to answer later who asked what for whom, and how it ended' },
  begin: { parts: begin, why: 'to know of calls the process died in' },
  refused_tokens: { parts: refusedTokens, why: 'to notice that somebody tries tokens' },
  decision: { parts: decision, why: 'to explain a decision, and to make it again under other rules' },
  redirect: { parts: redirect, why: 'to find an account by its old id after a merge' },
  note: { parts: note, why: 'to prove that what is gone was removed lawfully' },
  checkpoint: { parts: checkpoint, why: 'to prove that records were not changed or cut off later' },
  last_good_config: { parts: lastGood, why: 'to start all the same when the four files are bad' },
  log: { parts: log, why: 'to run the desk' },
  api_key: { parts: apiKey, why: 'to know the holder of a key' },
} as const

type Kind = keyof typeof kinds

/** One thing that is written down. */
export interface KeptData {
  /**
   * The kind of record; `table <name>`: where it lies in the file, or the database, of records; `spool`: on each
   * replica, for the database that DATABASE_URL names; `shared cache`: the server that CACHE_URL names, for all replicas.
   */
  readonly record: Kind | `table ${string}` | 'spool' | 'shared cache'
  readonly part: string
  readonly what: string
  readonly about: About
  readonly why: string
  /** Milliseconds after which it is removed. */
  readonly keptMs?: number
  /** The same for calls that were turned away, where that differs in kind. */
  readonly keptMsWhenRefused?: number
  /** What ends it, where it is not time; absent with `keptMs`: it stays. */
  readonly until?: string
}

type Part = Pick<KeptData, 'what' | 'about' | 'part'> & { readonly record: Kind }
type Lasting = Pick<KeptData, 'keptMs' | 'keptMsWhenRefused' | 'until'>
type Described = Readonly<Record<string, readonly [what: string, about: About]>>

const partsOf = (parts: Described): Pick<KeptData, 'part' | 'what' | 'about'>[] =>
  Object.entries(parts).map(([part, [what, about]]) => ({ part, what, about }))

/** The parts of everything that is written down. */
export const recordParts: readonly Part[] = (Object.keys(kinds) as Kind[]).flatMap((record) =>
  partsOf(kinds[record].parts).map((part) => ({ record, ...part })),
)

/** All that is written down, part by part, with how long access.yaml has it kept. */
export function keptData({ access }: Config): readonly KeptData[] {
  const { answered, refused, decisions } = access.audit.keep
  const call = { keptMs: answered, keptMsWhenRefused: refused }
  const cut = { until: 'the beginning of the record is cut off' }
  const lasting: Readonly<Record<Kind, Lasting>> = {
    audit: call,
    begin: { keptMs: answered },
    refused_tokens: { keptMs: refused },
    decision: { keptMs: decisions },
    redirect: {},
    note: cut,
    checkpoint: {},
    last_good_config: { until: 'another one comes into force' },
    log: { until: 'whoever collects standard output removes it' },
    api_key: { until: 'the key is revoked' },
  }
  const lastingIn: Readonly<Record<keyof typeof storedColumns, Lasting>> = {
    audits: call,
    bodies: { keptMs: decisions },
    persons: { until: 'no record names them any more, or they are forgotten' },
    chain_start: {},
    redirects: {},
    key_marks: {},
  }
  const takesKeys = access.tokens.api_keys !== undefined
  const records = recordParts
    .filter(({ record }) => record !== 'api_key' || takesKeys)
    .map((part) => ({ ...part, why: kinds[part.record].why, ...lastingOf(lasting[part.record]) }))
  const tables = (Object.keys(storedColumns) as (keyof typeof storedColumns)[]).flatMap((table) =>
    partsOf(storedColumns[table]).map((part): KeptData => ({
      record: `table ${table}`,
      ...part,
      why: 'where it lies in the file of records',
      ...lastingOf(lastingIn[table]),
    })),
  )
  return [...records, ...tables]
}

const lastingOf = ({ keptMs, keptMsWhenRefused, until }: Lasting): Lasting => ({
  ...defined('keptMs', keptMs),
  ...defined('keptMsWhenRefused', keptMsWhenRefused),
  ...defined('until', until),
})
