import { dirname, join } from 'node:path'

/** What lies beside a file of records. */
export interface RecordFiles {
  /** The key addresses are hashed with. */
  readonly hashKey: string
  /** The key checkpoints are signed with, without `.key` and `.pub`. */
  readonly signingKey: string
  /** Checkpoints, when they are not kept in another place. */
  readonly checkpoints: string
}

/** Where the keys and the checkpoints of this file of records are. */
export function recordFiles(storeFile: string): RecordFiles {
  const folder = dirname(storeFile)
  return {
    hashKey: join(folder, 'hash.key'),
    signingKey: join(folder, 'checkpoint'),
    checkpoints: `${storeFile.replace(/\.sqlite$/, '')}-checkpoints.jsonl`,
  }
}
