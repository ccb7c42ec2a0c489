import { createHttp, createTokenKeeper, type Call, type ConciergeError, type Host } from '@cx-concierge/connector-kit'
import { sheets } from '@googleapis/sheets'
import { createExchange } from './exchange.ts'
import { notUnderstood, readError } from './google-error.ts'
import type { Settings } from './settings.ts'
import { createSignIn } from './sign-in.ts'
import { valueRange, type Cell } from './wire.ts'

/** Rows of one tab, the header row first. */
export type Grid = readonly (readonly Cell[])[]

/** One tab of one spreadsheet. */
export interface Tab {
  /** All rows, or only the header row. One request; a second one when the session turns out to have ended. */
  read(call: Call, part: 'all' | 'header'): Promise<Grid>
  close(): void
}

/** Opens nothing by itself. */
export function createTab(settings: Settings, host: Host): Tab {
  const origin = new URL(settings.api_url).origin
  const http = createHttp(host, { baseUrl: origin })
  const signIn = createSignIn(settings, host)
  const keeper = createTokenKeeper<string>((call) => signIn.token(call), { host })
  const api = sheets({ version: 'v4', rootUrl: `${origin}/`, retry: false })

  async function attempt(token: string, range: string, call: Call): Promise<{ grid: Grid } | { error: ConciergeError }> {
    const exchange = createExchange(http, call, below)
    let data: unknown
    try {
      const response = await api.spreadsheets.values.get(
        {
          spreadsheetId: settings.spreadsheet,
          range,
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
    const parsed = valueRange.safeParse(data)
    return parsed.success ? { grid: parsed.data.values ?? [] } : { error: notUnderstood(host.name) }
  }

  return {
    async read(call, part) {
      const range = part === 'all' ? quoted(settings.tab) : `${quoted(settings.tab)}!1:1`
      const token = await keeper.get(call)
      let outcome = await attempt(token, range, call)
      if ('error' in outcome && outcome.error.code === 'BACKEND_SIGN_IN_FAILED') {
        outcome = await attempt(await keeper.renew(token, call), range, call)
      }
      if ('error' in outcome) throw outcome.error
      return outcome.grid
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
