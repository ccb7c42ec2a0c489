import { createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'

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
    const key = (await read(file)) ?? (await create(file))
    if (key.byteLength === keyBytes) return key
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The hash key file could not be read or made.', { cause })
  }
  throw new ConciergeError('CONFIG_INVALID', `The hash key file must hold exactly ${keyBytes} bytes.`)
}

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function create(file: string): Promise<Uint8Array> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(randomBytes(keyBytes))
    await handle.sync()
    // A link appears whole and never replaces: whoever comes second reads the first one's key.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
  return readFile(file)
}
