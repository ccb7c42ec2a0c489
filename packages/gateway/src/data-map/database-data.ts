import type { Config } from '../config/load-config.ts'
import type { About } from './about.ts'
import type { KeptData } from './kept-data.ts'

/** What PostgreSQL's tables have beyond those of a file. */
const moreColumns: readonly (readonly [table: string, part: string, what: string, about: About])[] = [
  ['audits', 'subject', 'pseudonym of who called, to be searched by', 'caller'],
  ['audits', 'account_id', 'pseudonym of the account that was asked about, to be searched by', 'customer'],
  ['audits', 'email', 'pseudonym of the address that was asked about, to be searched by', 'customer'],
  ['audits', 'call_id', 'id of the call, to be searched by', 'company'],
  ['audits', 'outcome', 'how the call ended, to be searched by', 'company'],
  ['chain_head', 'seq', 'number of the newest line', 'company'],
  ['chain_head', 'link', 'link of that line', 'company'],
  ['chain_head', 'removals', 'how often something was removed', 'company'],
  ['spools', 'spool', 'name of a replica’s spool', 'company'],
  ['spools', 'through', 'up to where it was taken over', 'company'],
]

/** What is kept because records lie in a database: its own columns, and what waits for it on each replica. */
export function databaseData({ access }: Config): readonly KeptData[] {
  const { answered, refused } = access.audit.keep
  const columns = moreColumns.map(([table, part, what, about]): KeptData => ({
    record: `table ${table}`,
    part,
    what,
    about,
    why: 'where it lies in the database of records',
    ...(table === 'audits' ? { keptMs: answered, keptMsWhenRefused: refused } : {}),
  }))
  return [
    ...columns,
    {
      record: 'spool',
      part: 'batch',
      what: 'lines and decisions as they are to be recorded, with the names of persons',
      about: 'customer',
      why: 'so that nothing is answered without a record while the database is away',
      until: 'the database is back',
    },
  ]
}
