import { createHmac, randomBytes } from 'node:crypto'
import { ConciergeError } from '@cx-concierge/contract/errors'
import { keyFile } from './key-file.ts'

const keyBytes = 32
const hashCharacters = 22

/**
 * HMAC-SHA-256 (RFC 2104) of a text under this key: base64url, first 22 characters (132 bits). Without the key an address
 * cannot be found by hashing guesses. Throws `CONFIG_INVALID` for a key under 32 bytes.
 */
export function createKeyedHash(key: Uint8Array): (text: string) => string {
  if (key.byteLength < keyBytes) throw new ConciergeError('CONFIG_INVALID', `The hash key must be at least ${keyBytes} bytes.`)
  const ownKey = Uint8Array.from(key)
  return (text) => createHmac('sha256', ownKey).update(text).digest('base64url').slice(0, hashCharacters)
}

/**
 * The key kept in this file; made of 32 random bytes, readable by its owner only, when there is none. Of several processes
 * starting at once all get the same key. Throws `CONFIG_INVALID` when the file holds no key or cannot be used.
 */
export async function loadOrCreateKey(file: string): Promise<Uint8Array> {
  try {
    const key = await keyFile(file, () => randomBytes(keyBytes))
    if (key.byteLength === keyBytes) return key
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The hash key file could not be read or made.', { cause })
  }
  throw new ConciergeError('CONFIG_INVALID', `The hash key file must hold exactly ${keyBytes} bytes.`)
}
