import { ConciergeError, type Call, type Host, type Http } from '@cx-concierge/connector-kit'
import { readReply } from './read-reply.ts'
import type { Query, Row } from './wire.ts'

/** The most rows the vendor sends for one request. */
const pageSize = 5000

const mostPages = 40

/** What to read of one object, in order of its id so that pages do not overlap. */
export interface Selection {
  readonly object: string
  readonly id: string
  readonly select: readonly string[]
  readonly where?: NonNullable<Query['where']>
}

/** One page of a selection. */
export async function readPage(http: Http, host: Host, selection: Selection, page: { limit: number; offset: number }, call: Call) {
  const query: Query = {
    select: selection.select,
    ...(selection.where === undefined ? {} : { where: selection.where }),
    orderBy: { [selection.id]: 'asc' },
    ...page,
  }
  const path = ['v1', 'data', 'objects', 'query', selection.object]
  return readReply(await http.request({ method: 'POST', path, json: query, signal: call.signal }), host)
}

/** Every row of a selection. Throws `BACKEND_BAD_ANSWER` when the backend's pages do not come to an end. */
export async function readRows(http: Http, host: Host, selection: Selection, call: Call): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await readPage(http, host, selection, { limit: pageSize, offset: rows.length }, call)
    const isRepeated = page.length > 0 && rows.length > 0 && page[0]?.[selection.id] === rows.at(-page.length)?.[selection.id]
    if (isRepeated) break
    for (const row of page) rows.push(row)
    if (page.length < pageSize) return rows
  }
  throw new ConciergeError('BACKEND_BAD_ANSWER', 'Gainsight sends pages without end.', { source: host.name })
}
