import {
  createKeyedHash,
  keepRecords,
  loadOrCreateKey,
  loadOrCreateSigningKey,
  openSqliteStore,
  recordFiles,
  temporaryKey,
} from '@cx-concierge/store'
import type { RecordKeeper, Store } from '@cx-concierge/store'
import { randomBytes } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import type { AccessFile } from './config/shapes/access-file.ts'
import type { Log } from './log.ts'

/** Everything about the record of calls, open. */
export interface Records {
  readonly store: Store
  readonly keeper: RecordKeeper
  /** Turns an address into what may be kept of it. */
  readonly hash: (text: string) => string
  close(): Promise<void>
}

/** Opens the record of calls and starts to keep it in order. Throws `CONFIG_INVALID`. */
export async function openRecords(storeFile: string, audit: AccessFile['audit'], now: () => number, log: Log | false): Promise<Records> {
  const lasting = storeFile !== ':memory:'
  const files = recordFiles(storeFile)
  const signingKey = lasting ? await loadOrCreateSigningKey(files.signingKey) : temporaryKey()
  const hash = createKeyedHash(lasting ? await loadOrCreateKey(files.hashKey) : randomBytes(32))
  const store = await openSqliteStore({ file: storeFile, signingKey })
  const { keep, checkpoints_to: elsewhere } = audit
  const keeper = keepRecords({
    store,
    signingKey,
    checkpointFile: lasting ? (elsewhere === undefined ? files.checkpoints : resolve(dirname(storeFile), elsewhere)) : undefined,
    keep: { answeredMs: keep.answered, refusedMs: keep.refused, decisionsMs: keep.decisions },
    now,
    trouble: (what, error) => log !== false && log.error({ event: what, error }, 'the record could not be kept in order'),
  })
  const close = async (): Promise<void> => {
    await keeper.close()
    await store.close()
  }
  return { store, keeper, hash, close }
}
