import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import { keptIdentifier } from '../pseudonym.ts'
import type { FoundRecord } from '../records.ts'
import { mostAudits, type AuditQuery, type LineQuery } from '../store.ts'
import { withPersons } from './persons-of.ts'
import type { Tables } from './tables.ts'

type Select = SelectQueryBuilder<Tables, 'audits', object>

/** Lines as {@link LineQuery} describes them, at most a page. */
export async function findLines(db: Kysely<Tables>, query: LineQuery): Promise<FoundRecord[]> {
  const { outcome, subject, unfinished = false, oldestFirst = false, after } = query
  let select = (await matching(db, query)).where((where) => where.or([where('kind', 'is', null), where('kind', '<>', 'blank')]))
  if (outcome !== undefined) select = select.where(sql<string>`record ->> '$.outcome'`, '=', outcome)
  if (subject !== undefined) {
    const names = await namesOf(db, [`subject:${subject}`])
    select = select.where(sql<string>`record ->> '$.subject'`, 'in', [...names, subject])
  }
  if (after !== undefined) select = select.where('seq', oldestFirst ? '>' : '<', after)
  if (unfinished) select = select.where('kind', '=', 'begin').where(sql<boolean>`NOT EXISTS (${endOf})`)
  return read(db, select.orderBy('seq', oldestFirst ? 'asc' : 'desc'), query.limit)
}

/** How calls ended, newest first. */
export async function findEnds(db: Kysely<Tables>, query: AuditQuery): Promise<FoundRecord[]> {
  const ends = (await matching(db, query)).where((where) => where.or([where('kind', 'is', null), where('kind', 'in', ['call', 'end'])]))
  return read(db, ends.orderBy('at', 'desc').orderBy('seq', 'desc'), query.limit)
}

// an end is never before its beginning, and at most a call's length behind it
const endOf = sql`SELECT 1 FROM audits AS ends WHERE ends.kind = 'end' AND ends.seq > audits.seq AND ends.record ->> '$.id' = audits.record ->> '$.id'`

async function matching(db: Kysely<Tables>, { from, to, customer, tool }: AuditQuery): Promise<Select> {
  let select: Select = db.selectFrom('audits')
  if (from !== undefined) select = select.where('at', '>=', from)
  if (to !== undefined) select = select.where('at', '<', to)
  if (tool !== undefined) select = select.where('tool', '=', tool)
  if (customer === undefined) return select
  const given = [customer].flat()
  const names = [...(await namesOf(db, given)), ...given.map((name) => name.toWellFormed())]
  return select.where((where) =>
    where.or([
      where('customer', 'in', names),
      where(sql<string>`record ->> '$.account_id'`, 'in', names),
      where(sql<string>`record ->> '$.email'`, 'in', names),
    ]),
  )
}

async function read(db: Kysely<Tables>, select: Select, limit: number): Promise<FoundRecord[]> {
  const most = Math.min(Math.max(Math.trunc(limit), 0), mostAudits)
  return withPersons(db, await select.select(['seq', 'kind', 'record']).limit(most).execute())
}

/** The pseudonyms of somebody who may have several names. */
async function namesOf(db: Kysely<Tables>, identifiers: readonly string[]): Promise<readonly string[]> {
  const rows = await db.selectFrom('persons').select('pseudonym').where('identifier', 'in', identifiers.map(keptIdentifier)).execute()
  return rows.map(({ pseudonym }) => pseudonym)
}
