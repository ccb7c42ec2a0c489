import { defineConnector, type Host } from '@cx-concierge/connector-kit'
import { reads } from './fields.ts'
import { createCoverageReader } from './read-coverage.ts'
import { createTab } from './read-tab.ts'
import { hosts, settings } from './settings.ts'

/** Booking links, languages and days away from one tab of a Google spreadsheet. */
export const googleSheets = defineConnector({
  contract: 1,
  name: 'google-sheets',
  title: 'Google Sheets',
  settings,
  provides: { lookups: ['coverage'] },
  // a service account counts as one user, whoever asks through it
  limits: { callsPerMinute: 60, concurrency: 2 },
  hosts,
  reads,
  connect(checked, host) {
    const tab = createTab(checked, host)
    const reader = createCoverageReader(tab, checked, host, createNote(host))
    return {
      lookups: {
        coverage: { whole: (call) => reader.all(call) },
      },
      check: (call) => reader.check(call),
      // the token is asked for with a scope that reads and nothing else
      excessRights: () => Promise.resolve([]),
      close() {
        tab.close()
        return Promise.resolve()
      },
    }
  },
})

const mostNotes = 1000

/** The tab is read every few minutes; each of its oddities is worth one line, not one per reading. */
function createNote(host: Host): (event: string, detail: Readonly<Record<string, string | number>>) => void {
  const noted = new Set<string>()
  return (event, detail) => {
    const line = JSON.stringify([event, detail])
    if (noted.has(line) || noted.size >= mostNotes) return
    noted.add(line)
    host.log(event, detail)
  }
}
