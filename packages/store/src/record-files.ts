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

/**
 * Where the keys and the checkpoints of this file of records are; `checkpointsTo` is meant from the folder of the records. `keys`: another folder for
 * the keys, such as one that replicas have in common.
 */
export function recordFiles(storeFile: string, checkpointsTo?: string, keys?: string): RecordFiles {
  const folder = dirname(storeFile)
  return {
    hashKey: join(keys ?? folder, 'hash.key'),
    signingKey: join(keys ?? folder, 'checkpoint'),
    checkpoints: checkpointsTo === undefined ? `${storeFile.replace(/\.sqlite$/, '')}-checkpoints.jsonl` : resolve(folder, checkpointsTo),
  }
}
