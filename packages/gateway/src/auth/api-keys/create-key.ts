import type { KeyRecord } from './key-file.ts'
import { newKeyText } from './key-text.ts'
import { hashSecret } from './scrypt-hash.ts'

/** Whose a new key is and what it may do. */
export type NewKey = Omit<KeyRecord, 'id' | 'secret' | 'created'>

/** Makes a key: the text its holder is given once, and the record to keep. `nowMs` is in epoch milliseconds. */
export async function createKey(key: NewKey, nowMs: number): Promise<{ readonly text: string; readonly record: KeyRecord }> {
  const { id, secret, text } = newKeyText()
  return { text, record: { id, ...key, created: new Date(nowMs).toISOString(), secret: await hashSecret(secret) } }
}
