import { readFileSync } from 'node:fs'
import { ConciergeError } from '@cx-concierge/contract'
import { createLocalJWKSet, type CompactVerifyGetKey, type JSONWebKeySet } from 'jose'

/** Where an issuer's public keys are found: exactly one of the three. */
export type KeySource = { readonly jwksUrl: string } | { readonly jwksFile: string } | { readonly jwks: JSONWebKeySet }

/** Finds the key a signature must be checked with. Rejects when there is none. */
export type Keys = CompactVerifyGetKey

const mostKeys = 100

/** The keys of a set that does not change; a file is read now. Throws `CONFIG_INVALID` for one that cannot be used. */
export function fixedKeys(source: Exclude<KeySource, { readonly jwksUrl: string }>): Keys {
  try {
    return keysOf('jwks' in source ? source.jwks : (JSON.parse(readFileSync(source.jwksFile, 'utf8')) as unknown))
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The key set of a token issuer could not be used: it must be a JWKS of public keys.', {
      cause,
    })
  }
}

/** The keys of a JWKS (RFC 7517 §5). Throws when it is not one, is empty or endless, or holds a key that is not public. */
export function keysOf(set: unknown): Keys {
  if (!isPublicKeySet(set)) throw new Error('not a set of public keys')
  return createLocalJWKSet(set)
}

/** A symmetric or private key in the set means that somebody published a secret or named the wrong file. */
function isPublicKeySet(value: unknown): value is JSONWebKeySet {
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  return Array.isArray(keys) && keys.length > 0 && keys.length <= mostKeys && keys.every(isPublicKey)
}

function isPublicKey(key: unknown): boolean {
  return typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct' && !('d' in key) && !('k' in key)
}
