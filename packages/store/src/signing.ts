import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ConciergeError } from '@cx-concierge/contract/errors'
import { keyFile } from './key-file.ts'

/** What a signature is for. One that was made for one thing never passes for another. */
type Purpose = 'checkpoint' | 'removal' | 'forgotten' | 'cut' | 'redirect'

/** Signs with Ed25519 (RFC 8032), base64url. */
export type Sign = (purpose: Purpose, statement: string) => string

/** Whether a signature over this statement is good. */
export type IsSigned = (purpose: Purpose, statement: string, signature: string) => boolean

const keyIdCharacters = 16

/** A new key pair that is kept nowhere. */
export function temporaryKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

/** A signer for this private key. */
export function createSigner(privateKey: KeyObject): Sign {
  return (purpose, statement) => sign(null, signed(purpose, statement), privateKey).toString('base64url')
}

/** A check for signatures of this key. */
export function createSignatureCheck(publicKey: KeyObject): IsSigned {
  return (purpose, statement, signature) => {
    const bytes = Buffer.from(signature, 'base64url')
    // one signature has one spelling
    return bytes.toString('base64url') === signature && verify(null, signed(purpose, statement), publicKey, bytes)
  }
}

/** The name of a key: the beginning of the SHA-256 of its public part (RFC 8410 form). */
export function keyIdOf(publicKey: KeyObject): string {
  const bytes = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(bytes).digest('base64url').slice(0, keyIdCharacters)
}

/**
 * The private key kept in `<name>.key`, readable by its owner only; made, with its public part beside it in `<name>.pub`, when there is none.
 * Throws `CONFIG_INVALID` when the files cannot be used, or are of two pairs.
 */
export async function loadOrCreateSigningKey(name: string): Promise<KeyObject> {
  let isPair = true
  try {
    const pem = await keyFile(`${name}.key`, () => temporaryKey().export({ type: 'pkcs8', format: 'pem' }))
    const key = createPrivateKey(pem.toString())
    const own = createPublicKey(key)
    const published = createPublicKey(await keyFile(`${name}.pub`, () => own.export({ type: 'spki', format: 'pem' })))
    isPair = own.equals(published)
    if (isPair && key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The key for checkpoints could not be read or made.', { cause })
  }
  throw new ConciergeError(
    'CONFIG_INVALID',
    isPair
      ? 'The key for checkpoints must be an Ed25519 key.'
      : 'The private and the public key for checkpoints do not belong together: what one signs, the other would call forged. Put back the one that was there before.',
  )
}

/** A public key out of a PEM file. Throws `CONFIG_INVALID`. */
export async function loadPublicKey(file: string): Promise<KeyObject> {
  try {
    return createPublicKey(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The public key for checkpoints could not be read.', { cause })
  }
}

function signed(purpose: Purpose, statement: string): Buffer {
  return Buffer.from(`cx-concierge/${purpose}/1\n${statement}`)
}
