import { createHash, createPrivateKey, createSign, type KeyObject } from 'node:crypto'
import { ConciergeError, requestUrl } from '@cx-concierge/connector-kit'
import { written, type Address } from './mapping.ts'
import type { Signing } from './settings.ts'

/** An address ready for use, and the end of its life (epoch ms) if it has one. */
interface SignedAddress {
  readonly address: Address
  readonly expiresAt?: number
}

/** Signs an address at a moment (epoch ms). */
export type Sign = (address: Address, now: number) => SignedAddress

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** How to sign, with keys read once. Throws `CONFIG_INVALID` when the key cannot be read. */
export function createSigner(signing: Signing | undefined, source: string): Sign {
  if (signing === undefined) return (address) => ({ address })
  switch (signing.with) {
    case 'cloudfront':
      return cloudfront(signing.key_pair_id, readKey(signing.private_key, source), toMs(signing.valid_for))
    case 'imgix':
      return imgix(signing.token, toMs(signing.valid_for))
    case 'cloudinary':
      return cloudinary(signing.api_secret)
  }
}

/**
 * When an address signed now ends: at the second next border between two periods. So it works for one period at least, and
 * everybody who asks within one period gets the same address, which caches can keep.
 */
export function expiryOf(now: number, periodMs: number): number {
  return (Math.floor(now / periodMs) + 2) * periodMs
}

function toMs(text: string): number {
  const unit = text.at(-1)
  return Number(text.slice(0, -1)) * (unit === 's' || unit === 'm' ? unitMs[unit] : unitMs.h)
}

function readKey(pem: string, source: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new ConciergeError('CONFIG_INVALID', `The private key of "${source}" cannot be read; it must be PEM.`, { source })
  }
}

/** RSA-SHA1 over the canned policy, in the vendor's own base64 (CloudFront developer guide, "signed URL, canned policy"). */
function cloudfront(keyPairId: string, key: KeyObject, periodMs: number): Sign {
  return (address, now) => {
    const expiresAt = expiryOf(now, periodMs)
    const expires = Math.floor(expiresAt / 1000)
    const condition = { DateLessThan: { 'AWS:EpochTime': expires } }
    const policy = JSON.stringify({ Statement: [{ Resource: written(address), Condition: condition }] })
    const base64 = createSign('RSA-SHA1').update(policy).sign(key, 'base64')
    const signature = base64.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~')
    const query = { ...address.query, Expires: String(expires), 'Key-Pair-Id': keyPairId, Signature: signature }
    return { address: { ...address, query }, expiresAt }
  }
}

/** MD5 over token, path and query (imgix documentation, "securing assets"). */
function imgix(token: string, periodMs: number): Sign {
  return (address, now) => {
    const expiresAt = expiryOf(now, periodMs)
    const query = { ...address.query, expires: String(Math.floor(expiresAt / 1000)) }
    const s = createHash('md5')
      .update(token + requestUrl(address.path, query))
      .digest('hex')
    return { address: { ...address, query: { ...query, s } }, expiresAt }
  }
}

/** The first 8 characters of base64url SHA-1 over what follows the signature, but for the version (Cloudinary, "signed delivery URLs"). */
function cloudinary(apiSecret: string): Sign {
  return (address) => {
    const place = address.path.indexOf('{signature}')
    const signed = address.path.slice(place + 1).filter((segment) => !/^v\d+$/.test(segment))
    const digest = createHash('sha1')
      .update(signed.join('/') + apiSecret)
      .digest('base64url')
    return { address: { ...address, path: address.path.with(place, `s--${digest.slice(0, 8)}--`) } }
  }
}
