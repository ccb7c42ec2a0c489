import type { z } from 'zod'
import type { Send } from './session.ts'
import type { Soql } from './soql.ts'
import { errorInBody, isExpiredSession, unexpectedShape, type VendorError } from './vendor-error.ts'
import { compositeAnswer, queryPage } from './wire.ts'

/** One query of a request. */
export interface Query {
  readonly soql: Soql
  /** Whether deleted and merged records answer too. */
  readonly withDeleted?: boolean
}

/** What became of one query: rows, or the vendor's reason. */
export type QueryOutcome = { readonly rows: readonly unknown[] } | { readonly error: VendorError }

/** Salesforce, REST API Developer Guide, "Composite": at most five queries in one request. */
export const queriesPerRequest = 5

// of 2,000 rows each
const mostPages = 25
const pathOfMoreRows = /^\/services\/data\/v\d{2,3}\.\d\/query(?:All)?\/[\w-]{1,100}$/

/**
 * Runs up to five queries in one request, which counts as one call of the daily allowance; only a result of more than
 * 2,000 rows costs another. Outcomes stand in the order of the queries. Rejects when the session has ended.
 */
export async function runQueries(send: Send, apiVersion: string, queries: readonly Query[]): Promise<QueryOutcome[]> {
  const compositeRequest = queries.map(({ soql, withDeleted }, index) => ({
    method: 'GET',
    url: `/services/data/v${apiVersion}/${withDeleted === true ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql.text)}`,
    referenceId: `query${index}`,
  }))
  const answer = shaped(await send('POST', '/composite', { allOrNone: false, compositeRequest }), compositeAnswer)
  const outcomes = queries.map(async (_query, index): Promise<QueryOutcome> => {
    const part = answer.compositeResponse.find(({ referenceId }) => referenceId === `query${index}`)
    if (part === undefined) throw unexpectedShape('a query is not answered')
    return part.httpStatusCode >= 300 ? { error: failure(part) } : { rows: await allRows(send, part.body) }
  })
  return Promise.all(outcomes)
}

/** The rows of an outcome that must not fail. Throws the vendor's reason when it did. */
export function rowsOf<Row>(outcome: QueryOutcome | undefined, row: z.ZodType<Row>): Row[] {
  if (outcome === undefined) return []
  if ('error' in outcome) throw outcome.error
  return outcome.rows.map((one) => shaped(one, row))
}

function failure(part: { body: unknown; httpStatusCode: number }): VendorError {
  const error = errorInBody(part.body, part.httpStatusCode)
  if (isExpiredSession(error)) throw error
  return error
}

async function allRows(send: Send, firstPage: unknown): Promise<unknown[]> {
  let page = shaped(firstPage, queryPage)
  const rows = [...page.records]
  const followed = new Set<string>()
  for (let pages = 1; page.done === false; pages += 1) {
    if (pages === mostPages) throw unexpectedShape('pages without end')
    const next = page.nextRecordsUrl ?? ''
    if (!pathOfMoreRows.test(next)) throw unexpectedShape('nextRecordsUrl')
    if (followed.has(next)) throw unexpectedShape('a page that leads back to one before')
    followed.add(next)
    page = shaped(await send('GET', next), queryPage)
    // a page without rows that promises more would never end
    if (page.records.length === 0 && page.done === false) throw unexpectedShape('an empty page that promises more')
    for (const row of page.records) rows.push(row)
  }
  return rows
}

function shaped<T>(value: unknown, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw unexpectedShape(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', '))
}
