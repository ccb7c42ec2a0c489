import type { FoundRecord } from './records.ts'
import { mostAudits, type LineQuery, type Store } from './store.ts'

/** Lines of the record, page after page, so that memory stays small however many there are. `limit` counts them all. */
export async function* allLines(store: Pick<Store, 'lines'>, query: LineQuery): AsyncGenerator<FoundRecord, void> {
  let { after } = query
  for (let left = query.limit; left > 0;) {
    const wanted = Math.min(left, mostAudits)
    const page = await store.lines({ ...query, limit: wanted, ...(after === undefined ? {} : { after }) })
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < wanted) return
    after = last.seq
    left -= page.length
  }
}
