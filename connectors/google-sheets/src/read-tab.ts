import { createHttp, createTokenKeeper, type Call, type ConciergeError, type Host } from '@cx-concierge/connector-kit'
import { sheets } from '@googleapis/sheets'
import { createExchange } from './exchange.ts'
import { notUnderstood, readError } from './google-error.ts'
import type { Settings } from './settings.ts'
import { createSignIn } from './sign-in.ts'
import { valueRanges, type Cell } from './wire.ts'

/** Rows of one range of a tab. */
export type Grid = readonly (readonly Cell[])[]

/** One tab of one spreadsheet. */
export interface Tab {
  /** These ranges, each `1:1` or `B:B`, in their order. One request; a second one when the session turns out to have ended. */
  read(call: Call, ranges: readonly string[]): Promise<readonly Grid[]>
  close(): void
}

/** Opens nothing by itself. */
export function createTab(settings: Settings, host: Host): Tab {
  const origin = new URL(settings.api_url).origin
  const http = createHttp(host, { baseUrl: origin })
  const signIn = createSignIn(settings, host)
  const keeper = createTokenKeeper<string>((call) => signIn.token(call), { host })
  const api = sheets({ version: 'v4', rootUrl: `${origin}/`, retry: false })

  async function attempt(token: string, ranges: string[], call: Call): Promise<{ grids: readonly Grid[] } | { error: ConciergeError }> {
    const exchange = createExchange(http, call, below)
    let data: unknown
    try {
      const response = await api.spreadsheets.values.batchGet(
        {
          spreadsheetId: settings.spreadsheet,
          ranges,
          majorDimension: 'ROWS',
          // dates as numbers: formatted ones are written in whatever way the spreadsheet's locale likes
          valueRenderOption: 'UNFORMATTED_VALUE',
          dateTimeRenderOption: 'SERIAL_NUMBER',
        },
        {
          headers: { authorization: `Bearer ${token}` },
          responseType: 'json',
          retry: false,
          signal: call.signal,
          fetchImplementation: exchange.fetch,
        },
      )
      data = response.data
    } catch {
      return { error: readError(exchange, host.name) }
    }
    // an answer that is not JSON is handed out as a text
    const parsed = valueRanges.safeParse(data)
    if (!parsed.success || parsed.data.valueRanges.length !== ranges.length) return { error: notUnderstood(host.name) }
    return { grids: parsed.data.valueRanges.map(({ values }) => values ?? []) }
  }

  return {
    async read(call, parts) {
      const ranges = parts.map((part) => `${quoted(settings.tab)}!${part}`)
      const token = await keeper.get(call)
      let outcome = await attempt(token, ranges, call)
      if ('error' in outcome && outcome.error.code === 'BACKEND_SIGN_IN_FAILED') {
        outcome = await attempt(await keeper.renew(token, call), ranges, call)
      }
      if ('error' in outcome) throw outcome.error
      return outcome.grids
    },
    close() {
      signIn.close()
      http.close()
    },
  }
}

/** A tab's name in A1 notation. */
function quoted(tab: string): string {
  return `'${tab.replaceAll("'", "''")}'`
}

function below(url: URL): { path: readonly string[]; query: Record<string, string[]> } {
  const names = [...new Set(url.searchParams.keys())]
  return {
    path: url.pathname.slice(1).split('/').map(decodeURIComponent),
    query: Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)])),
  }
}
