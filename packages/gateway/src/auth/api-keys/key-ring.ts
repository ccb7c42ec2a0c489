import { keyFileState, readKeyFile, type KeyRecord } from './key-file.ts'

/** The keys in force, by id. The same value comes back until the file is another one. Throws when the file cannot be used. */
export type KeyRing = () => ReadonlyMap<string, KeyRecord>

const lookEveryMs = 2_000

/** Follows a key file, looking at it every two seconds at most. `clock` gives epoch milliseconds. Throws `CONFIG_INVALID` when it cannot be used now. */
export function openKeyRing(file: string, clock: () => number): KeyRing {
  let keys: ReadonlyMap<string, KeyRecord> | undefined
  let state = ''
  let lookedAt = 0

  function look(): ReadonlyMap<string, KeyRecord> {
    const seen = keyFileState(file)
    if (keys !== undefined && seen === state) return keys
    const read = new Map(readKeyFile(file).map((record) => [record.id, record]))
    state = seen
    return read
  }

  const ring: KeyRing = () => {
    const now = clock()
    if (keys !== undefined && Math.abs(now - lookedAt) < lookEveryMs) return keys
    try {
      keys = look()
      lookedAt = now
      return keys
    } catch (error) {
      // nobody is let in by a file that is gone or spoiled
      keys = undefined
      throw error
    }
  }
  readKeyFile(file)
  return ring
}
