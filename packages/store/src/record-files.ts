import { dirname, join, resolve } from 'node:path'

/** What lies beside a file of records. */
export interface RecordFiles {
  /** The key addresses are hashed with. */
  readonly hashKey: string
  /** The key checkpoints are signed with, without `.key` and `.pub`. */
  readonly signingKey: string
  /** Signed checkpoints. */
  readonly checkpoints: string
}

/** Where the keys and the checkpoints of this file of records are; `checkpointsTo` is meant from the folder of the records. */
export function recordFiles(storeFile: string, checkpointsTo?: string): RecordFiles {
  const folder = dirname(storeFile)
  return {
    hashKey: join(folder, 'hash.key'),
    signingKey: join(folder, 'checkpoint'),
    checkpoints: checkpointsTo === undefined ? `${storeFile.replace(/\.sqlite$/, '')}-checkpoints.jsonl` : resolve(folder, checkpointsTo),
  }
}
