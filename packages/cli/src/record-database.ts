import { readFileSync } from 'node:fs'
import { ConciergeError } from '@cx-concierge/contract'
import type { RecordDatabase } from '@cx-concierge/gateway'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The database that the environment names for records, `undefined` when it names none: DATABASE_URL, or the file DATABASE_URL_FILE with the same in it;
 * and RECORD_KEYS, the folder of the keys that replicas have in common. Throws `CONFIG_INVALID`.
 */
export function recordDatabase({
  DATABASE_URL: said,
  DATABASE_URL_FILE: file,
  RECORD_KEYS: keys,
}: Environment): RecordDatabase | undefined {
  if (said && file) throw new ConciergeError('CONFIG_INVALID', 'DATABASE_URL and DATABASE_URL_FILE are both set. One is enough.')
  const url = file ? lineIn(file) : said
  if (!url) return undefined
  return { url, ...(keys ? { keys } : {}) }
}

function lineIn(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', `DATABASE_URL_FILE: ${file} cannot be read.`, { cause })
  }
  // a gateway that kept its records somewhere else because of an empty file would look well
  if (text === '') throw new ConciergeError('CONFIG_INVALID', `DATABASE_URL_FILE: ${file} is empty.`)
  return text
}
