import { z } from 'zod'
import { objectNamed, reader, type GainsightData, type GainsightRecord } from './records.ts'

const querySchema = z.object({
  select: z.array(z.string()).min(1),
  where: z
    .object({
      conditions: z.array(
        z.object({ name: z.string(), alias: z.string().regex(/^[A-Z]$/), operator: z.string(), value: z.array(z.unknown()) }),
      ),
      expression: z.string(),
    })
    .optional(),
  orderBy: z.record(z.string(), z.enum(['asc', 'desc'])).optional(),
  limit: z.int().min(1).max(5000).default(5000),
  offset: z.int().min(0).default(0),
})

/** Why the tenant will not answer a query, in the vendor's codes. */
export interface QueryProblem {
  readonly errorCode: string
  readonly errorDesc: string
}

/** The rows a query selects, keyed by the names as they were asked for. */
export function answerQuery(objectName: string, body: unknown, data: GainsightData): readonly GainsightRecord[] | QueryProblem {
  const object = objectNamed(objectName, data)
  if (object === undefined) return problem('GSOBJ_1001', `Object ${objectName} is not available`)
  const asked = querySchema.safeParse(body)
  if (!asked.success) return problem('GSOBJ_1008', 'Invalid request')
  const { select, where, orderBy, limit, offset } = asked.data

  const readers = new Map(
    [...select, ...Object.keys(orderBy ?? {}), ...(where?.conditions ?? []).map(({ name }) => name)].map((path) => [
      path,
      reader(path, object, data),
    ]),
  )
  const unknown = [...readers].find(([, read]) => read === undefined)
  if (unknown !== undefined) return problem('GSOBJ_1002', `Invalid field ${unknown[0]}`)
  const read = (row: GainsightRecord, path: string): unknown => readers.get(path)?.(row)

  const conditions = new Map((where?.conditions ?? []).map((condition) => [condition.alias, condition]))
  const aliases = where === undefined ? [] : where.expression.split(' AND ')
  if (aliases.some((alias) => !['EQ', 'IN'].includes(conditions.get(alias)?.operator ?? ''))) {
    return problem('GSOBJ_1008', 'Invalid expression')
  }
  const wanted = object.rows.filter((row) =>
    aliases.every((alias) => {
      const condition = conditions.get(alias)
      return condition?.value.includes(read(row, condition.name)) === true
    }),
  )
  const [order] = Object.entries(orderBy ?? {})
  const sorted = order === undefined ? wanted : wanted.toSorted((a, b) => compare(read(a, order[0]), read(b, order[0])))
  if (order?.[1] === 'desc') sorted.reverse()
  return sorted.slice(offset, offset + limit).map((row) => Object.fromEntries(select.map((path) => [path, read(row, path)])))
}

function problem(errorCode: string, errorDesc: string): QueryProblem {
  return { errorCode, errorDesc }
}

function compare(a: unknown, b: unknown): number {
  const [left, right] = [String(a), String(b)]
  return left < right ? -1 : Number(left > right)
}
