import { sql, type SelectQueryBuilder } from 'kysely'
import { keptIdentifier } from '../pseudonym.ts'
import type { FoundRecord } from '../records.ts'
import { mostAudits, type AuditQuery, type LineQuery } from '../store.ts'
import { withPersons } from './persons-of.ts'
import type { Reader } from './reader.ts'
import type { Tables } from './tables.ts'

type Select = SelectQueryBuilder<Tables, 'audits', object>

/** Lines as {@link LineQuery} describes them, at most a page. */
export async function findLines(reader: Reader, query: LineQuery): Promise<FoundRecord[]> {
  const { outcome, subject, unfinished = false, oldestFirst = false, after } = query
  let select = (await matching(reader, query)).where((where) => where.or([where('kind', 'is', null), where('kind', '<>', 'blank')]))
  if (outcome !== undefined) select = select.where(reader.field('outcome'), '=', outcome)
  if (subject !== undefined) {
    const names = await namesOf(reader, [`subject:${subject}`])
    select = select.where(reader.field('subject'), 'in', [...names, reader.kept(subject)])
  }
  if (after !== undefined) select = select.where('seq', oldestFirst ? '>' : '<', after)
  if (unfinished) select = select.where('kind', '=', 'begin').where(sql<boolean>`NOT EXISTS (${endOf(reader)})`)
  return read(reader, select.orderBy('seq', oldestFirst ? 'asc' : 'desc'), query.limit)
}

/** How calls ended, newest first. */
export async function findEnds(reader: Reader, query: AuditQuery): Promise<FoundRecord[]> {
  const ends = (await matching(reader, query)).where((where) => where.or([where('kind', 'is', null), where('kind', 'in', ['call', 'end'])]))
  return read(reader, ends.orderBy('at', 'desc').orderBy('seq', 'desc'), query.limit)
}

// an end is never before its beginning, and at most a call's length behind it
const endOf = ({ field }: Reader) =>
  sql`SELECT 1 FROM audits AS ends WHERE ends.kind = 'end' AND ends.seq > audits.seq AND ${field('id', 'ends')} = ${field('id')}`

async function matching(reader: Reader, { from, to, customer, tool }: AuditQuery): Promise<Select> {
  const { field, kept } = reader
  let select: Select = reader.db.selectFrom('audits')
  if (from !== undefined) select = select.where('at', '>=', from)
  if (to !== undefined) select = select.where('at', '<', to)
  if (tool !== undefined) select = select.where('tool', '=', kept(tool))
  if (customer === undefined) return select
  const given = [customer].flat()
  const names = [...(await namesOf(reader, given)), ...given.map(kept)]
  if (names.length === 0) return select.where(sql<boolean>`1 = 0`)
  return select.where((where) =>
    where.or([where('customer', 'in', names), where(field('account_id'), 'in', names), where(field('email'), 'in', names)]),
  )
}

async function read({ db }: Reader, select: Select, limit: number): Promise<FoundRecord[]> {
  const most = Math.min(Math.max(Math.trunc(limit), 0), mostAudits)
  return withPersons(db, await select.select(['seq', 'kind', 'record']).limit(most).execute())
}

/** The pseudonyms of somebody who may have several names. */
async function namesOf({ db }: Reader, identifiers: readonly string[]): Promise<readonly string[]> {
  if (identifiers.length === 0) return []
  const rows = await db.selectFrom('persons').select('pseudonym').where('identifier', 'in', identifiers.map(keptIdentifier)).execute()
  return rows.map(({ pseudonym }) => pseudonym)
}
