import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqliteStore, type SqliteStoreOptions, type Store } from '../src/index.ts'

/** A path for a database in a new folder that goes away with the test. */
export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'records', 'store.db')
}

/** A store that is closed with the test. */
export async function openStore(options: SqliteStoreOptions): Promise<Store> {
  const store = await openSqliteStore(options)
  onTestFinished(() => store.close())
  return store
}
