import { z } from 'zod'

const record = z.record(z.string(), z.unknown())

/** One row of an answer: flat, keyed by the field names as they were asked for. */
export type Row = z.output<typeof record>

/**
 * What every answer is wrapped in, success and error alike. Errors say their code in `errorCode` or, from the metadata API,
 * only in `title`.
 */
export const envelope = z.object({
  result: z.boolean().nullish(),
  errorCode: z.string().nullish(),
  errorDesc: z.string().nullish(),
  title: z.string().nullish(),
  data: z.unknown().optional(),
})

/** A parsed {@link envelope}. */
export type Envelope = z.output<typeof envelope>

const rows = z.union([z.array(record), z.object({ records: z.array(record).nullish() })]).nullish()

/** The rows of an envelope, a list in one tenant and under `records` in the next; `undefined` when they are in neither. */
export function rowsOf({ data }: Envelope): readonly Row[] | undefined {
  const parsed = rows.safeParse(data)
  if (!parsed.success) return undefined
  return Array.isArray(parsed.data) ? parsed.data : (parsed.data?.records ?? [])
}

/** A query as the vendor takes it. `value` is a list also for one value. */
export interface Query {
  readonly select: readonly string[]
  readonly where?: { readonly conditions: readonly Condition[]; readonly expression: string }
  readonly orderBy: Readonly<Record<string, 'asc' | 'desc'>>
  readonly limit: number
  readonly offset: number
}

/** One comparison; `alias` is the letter `expression` calls it by. */
interface Condition {
  readonly name: string
  readonly alias: string
  readonly value: readonly string[]
  readonly operator: 'EQ' | 'IN'
}
