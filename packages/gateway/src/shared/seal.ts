import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const version = 1
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes + tagBytes
const algorithm = 'aes-256-gcm'

/**
 * Seals a text for one place: nobody without the key can read it, change it, make one, or pass one off as lying elsewhere. Every place
 * has a key of its own, so that random nonces never run out.
 */
export function seal(key: Buffer, place: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(key, place), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body])
}

/** The text that was sealed for this place with this key; `undefined` for anything else. */
export function unseal(key: Buffer, place: string, sealed: Buffer): string | undefined {
  if (sealed.length < headBytes || sealed[0] !== version) return undefined
  const decipher = createDecipheriv(algorithm, keyOf(key, place), sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes))
  try {
    return decipher.update(sealed.subarray(headBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

const keyOf = (key: Buffer, place: string): Buffer => createHmac('sha256', key).update(place).digest()
