import type { Exchange, TrueAnswer } from './exchange.ts'

type Json = Record<string, unknown>

/** Ways in which answers say that there is more; the same for many vendors. */
const more: Readonly<Record<string, boolean>> = { done: false, has_more: true, more: true }
const nextPage = ['next_page', 'nextPageToken', 'after_cursor']

/** The same answer, but there is always another page, and it is this one. */
export function withoutEnd(answer: TrueAnswer, exchange: Exchange): TrueAnswer {
  const { memory, request } = exchange
  // whoever follows a link that leads nowhere gets the page that held it
  const again = memory.get(request.url ?? '')
  if (again !== undefined) return { ...answer, status: 200, body: Buffer.from(JSON.stringify(again)) }
  const limit = limitOf(exchange.sent)
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const inner = value.map(visit)
      if (limit === undefined || (inner.length > 0 && typeof inner[0] !== 'object')) return inner
      // a page as long as was asked for promises another
      if (inner.length > 0)
        memory.set(
          `rows ${request.url}`,
          Array.from({ length: limit }, (_, index) => inner[index % inner.length]),
        )
      return memory.get(`rows ${request.url}`) ?? inner
    }
    if (typeof value !== 'object' || value === null) return value
    const page: Json = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, more[name] ?? visit(inner)]))
    if ('done' in page) {
      const self = `${folderOf(exchange)}query/01gAgain${memory.size}-2000`
      page['nextRecordsUrl'] = self
      memory.set(self, page)
    }
    for (const name of nextPage) if (name in page && page[name] === null) page[name] = 'again'
    return page
  }
  try {
    return { ...answer, body: Buffer.from(JSON.stringify(visit(JSON.parse(String(answer.body))))) }
  } catch {
    return answer
  }
}

function limitOf(sent: Buffer): number | undefined {
  try {
    const { limit } = JSON.parse(String(sent)) as { limit?: unknown }
    return typeof limit === 'number' && limit > 1 && limit <= 10_000 ? limit : undefined
  } catch {
    return undefined
  }
}

/** The folder the request was made in, such as `/services/data/v60.0/`. */
const folderOf = ({ request }: Exchange): string => /^(?:\/[^/?]+){0,3}\//.exec(request.url ?? '/')?.[0] ?? '/'
