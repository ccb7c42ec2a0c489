import { createPublicKey, type KeyObject } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import type { Clock } from '@cx-concierge/core'
import { keyIdOf, openPostgresStore, openSqliteStore, type RecordFiles, type SpoolNews, type Store } from '@cx-concierge/store'
import type { Log } from './log.ts'
import type { RecordDatabase } from './record-database.ts'

/** What a store is opened with. */
interface RecordStoreParts {
  readonly storeFile: string
  readonly database: RecordDatabase | undefined
  readonly files: RecordFiles
  readonly signingKey: KeyObject
  readonly clock: Clock
  readonly log: Log | false
}

/** Opens the store of records: a file, or a database that replicas share. Throws `CONFIG_INVALID`. */
export async function openRecordStore(parts: RecordStoreParts): Promise<Store> {
  const { storeFile, database, files, signingKey, clock, log } = parts
  if (database === undefined) return await openSqliteStore({ file: storeFile, signingKey, now: clock.monotonic })
  const tell = (news: SpoolNews): void => {
    if (log !== false) tellOf(news, log)
  }
  const store = await openPostgresStore({ url: database.url, signingKey, spoolFolder: dirname(storeFile), now: clock.monotonic, tell })
  try {
    await refuseOtherKey(store, files, signingKey)
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

function tellOf(news: SpoolNews, log: Log): void {
  const part = 'records'
  if (news.kind === 'away') log.error({ part, error: news.reason }, 'the database of records is away: entries wait in the spool')
  else log.info({ part, count: news.entries }, 'the database of records is back, and has what waited for it')
}

/** What one replica signs, all others have to believe. */
async function refuseOtherKey(store: Store, { signingKey: name }: RecordFiles, signingKey: KeyObject): Promise<void> {
  const file = `${basename(name)}.key`
  if ((await store.keyMark(file, keyIdOf(createPublicKey(signingKey)))) !== 'other') return
  throw new ConciergeError(
    'CONFIG_INVALID',
    `${file} is not the one these records are kept with: what this desk signs, no other replica would believe. Give all of them the same keys; see docs/replicas.md.`,
  )
}
