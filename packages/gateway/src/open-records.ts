import { createKeyedHash, keepRecords, loadOrCreateKey, loadOrCreateSigningKey, recordFiles, temporaryKey } from '@cx-concierge/store'
import type { RecordKeeper, Store } from '@cx-concierge/store'
import { ConciergeError } from '@cx-concierge/contract'
import type { Clock } from '@cx-concierge/core'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { AccessFile } from './config/shapes/access-file.ts'
import type { Log } from './log.ts'
import { openRecordStore } from './open-record-store.ts'
import type { RecordDatabase } from './record-database.ts'

/** Everything about the record of calls, open. */
export interface Records {
  readonly store: Store
  /** The one at work now. */
  readonly keeper: () => RecordKeeper
  /** Keeps the record in order by other settings from now on. */
  follow(audit: AccessFile['audit']): Promise<void>
  /** Turns an address into what may be kept of it. */
  readonly hash: (text: string) => string
  close(): Promise<void>
}

/** What the record of calls is opened with. */
export interface RecordsParts {
  readonly storeFile: string
  readonly database: RecordDatabase | undefined
  readonly audit: AccessFile['audit']
  readonly clock: Clock
  readonly log: Log | false
}

/** Opens the record of calls and starts to keep it in order. Throws `CONFIG_INVALID`. */
export async function openRecords({ storeFile, database, audit, clock, log }: RecordsParts): Promise<Records> {
  const lasting = storeFile !== ':memory:'
  const files = recordFiles(storeFile, audit.checkpoints_to, database?.keys)
  await using opening = new AsyncDisposableStack()
  const signingKey = lasting ? await loadOrCreateSigningKey(files.signingKey) : temporaryKey()
  const store = opening.adopt(await openRecordStore({ storeFile, database, files, signingKey, clock, log }), (one) => one.close())
  const hash = lasting ? await keptHash(store, files.hashKey) : createKeyedHash(randomBytes(32))
  const startKeeping = ({ keep, checkpoints_to: elsewhere }: AccessFile['audit']): RecordKeeper =>
    keepRecords({
      store,
      signingKey,
      checkpointFile: lasting ? recordFiles(storeFile, elsewhere).checkpoints : undefined,
      keep: { answeredMs: keep.answered, refusedMs: keep.refused, decisionsMs: keep.decisions },
      now: clock.now,
      trouble: (what, error) => log !== false && log.error({ event: what, error }, troubles[what]),
    })
  let settings = audit
  let keeper = startKeeping(settings)
  opening.defer(() => keeper.close())
  const open = opening.move()
  return {
    store,
    keeper: () => keeper,
    hash,
    follow: async (changed) => {
      if (isDeepStrictEqual(changed, settings)) return
      settings = changed
      await keeper.close()
      keeper = startKeeping(settings)
    },
    close: () => open.disposeAsync(),
  }
}

const troubles = {
  checkpoint: 'no checkpoint could be made',
  sweep: 'what was kept long enough could not be removed',
  clock: 'the clock is far ahead of the records, so nothing is removed',
} as const

/** The hash that addresses in this record were made with. Under another key none of them could be found again, nor forgotten. */
async function keptHash(store: Store, file: string): Promise<(text: string) => string> {
  if (!existsSync(file) && (await store.head()).seq > 0)
    throw new ConciergeError(
      'CONFIG_INVALID',
      `${basename(file)} is missing beside existing records: addresses in them could neither be found nor forgotten. Put it back, or begin a new record in another place.`,
    )
  const hash = createKeyedHash(await loadOrCreateKey(file))
  if ((await store.keyMark(basename(file), hash('cx-concierge/key-mark/1'))) === 'other')
    throw new ConciergeError(
      'CONFIG_INVALID',
      `${basename(file)} is not the one these records were kept with: addresses in them could neither be found nor forgotten. Put the old one back, or begin a new record in another place.`,
    )
  return hash
}
