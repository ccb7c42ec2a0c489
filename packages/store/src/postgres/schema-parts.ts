import type { ClientBase } from 'pg'
import { expectedParts, type Parts } from './expected-parts.ts'

const ofTables = 'SELECT oid FROM pg_class WHERE relnamespace = n.oid'
const columns = `(SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
  'default ' || pg_get_expr(adbin, adrelid), nullif(attgenerated::text, ''), nullif(attidentity::text, '')), ', ' ORDER BY attnum)
  FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)`
const flags = `concat_ws(' ', CASE WHEN relrowsecurity THEN 'row security' END, CASE WHEN relispartition THEN 'partition' END,
  CASE WHEN relpersistence <> 'p' THEN 'not logged' END, CASE WHEN relkind <> 'r' THEN 'kind ' || relkind::text END)`
// NOT NULL is said with the columns; newer servers list it as a constraint too
const parts = `
  SELECT 'table ' || relname AS name, concat_ws(' ', ${columns}, nullif(${flags}, '')) AS making FROM pg_class c
    WHERE relnamespace = n.oid AND relkind NOT IN ('i', 'I')
  UNION ALL SELECT 'index ' || c.relname, concat_ws(' ', replace(pg_get_indexdef(c.oid), quote_ident(n.nspname) || '.', ''),
    CASE WHEN NOT indisvalid THEN 'not valid' END) FROM pg_class c JOIN pg_index ON indexrelid = c.oid WHERE relnamespace = n.oid
  UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = n.oid AND contype <> 'n'
  UNION ALL SELECT 'trigger ' || tgname, 'trigger' FROM pg_trigger WHERE tgrelid IN (${ofTables})
  UNION ALL SELECT 'rule ' || rulename, 'rule' FROM pg_rewrite WHERE ev_class IN (${ofTables})
  UNION ALL SELECT 'policy ' || polname, 'policy' FROM pg_policy WHERE polrelid IN (${ofTables})
  UNION ALL SELECT 'heir ' || inhrelid::regclass, 'heir' FROM pg_inherits WHERE inhparent IN (${ofTables})
  UNION ALL SELECT 'function ' || proname, 'function' FROM pg_proc WHERE pronamespace = n.oid
  UNION ALL SELECT 'operator ' || oprname, 'operator' FROM pg_operator WHERE oprnamespace = n.oid
  UNION ALL SELECT 'type ' || typname, 'type' FROM pg_type t WHERE typnamespace = n.oid AND typtype <> 'b'
    AND NOT EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'r')`

/** The parts of this schema as they are. */
export async function schemaParts(client: ClientBase, schema: string): Promise<Parts> {
  const { rows } = await client.query<{ name: string; making: string }>(
    `SELECT part.name, part.making FROM pg_namespace n, LATERAL (${parts}) AS part WHERE n.nspname = $1`,
    [schema],
  )
  return new Map(rows.map(({ name, making }) => [name, making]))
}

const ownParts = [...expectedParts.keys()].filter((name) => /^(?:table|index) /.test(name)).length
const here = 'relnamespace = current_schema()::regnamespace'

/**
 * How many things are there that could act on what is written, or be read along with it, or how many of our own are lacking: a look that is cheap
 * enough for every commit.
 */
export const planted = `(SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE ${here})
  + (SELECT count(*) FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class WHERE ${here})
  + (SELECT count(*) FROM pg_inherits JOIN pg_class c ON c.oid = inhparent WHERE ${here})
  + (SELECT count(*) FILTER (WHERE relrowsecurity) + abs(count(*) - ${ownParts}) FROM pg_class WHERE ${here})`
