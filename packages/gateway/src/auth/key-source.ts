import { readFileSync } from 'node:fs'
import { ConciergeError } from '@cx-concierge/contract'
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'

/** Where an issuer's public keys are found: exactly one of the three. */
export type KeySource = { readonly jwksUrl: string } | { readonly jwksFile: string } | { readonly jwks: JSONWebKeySet }

const fetchTimeoutMs = 3_000
const refetchCooldownMs = 30_000
const keysFreshForMs = 600_000

/**
 * Opens an issuer's keys. A file is read now; a URL is fetched when first needed, at most every 30 seconds for a key that is not known, and follows no
 * redirect. Throws `CONFIG_INVALID` for a file or set that cannot be used, for a secret key among them, and for a URL that is neither https nor loopback.
 */
export function openKeys(source: KeySource): JWTVerifyGetKey {
  if ('jwksUrl' in source) {
    const options = { timeoutDuration: fetchTimeoutMs, cooldownDuration: refetchCooldownMs, cacheMaxAge: keysFreshForMs }
    return createRemoteJWKSet(keyUrl(source.jwksUrl), options)
  }
  try {
    const set: unknown = 'jwks' in source ? source.jwks : JSON.parse(readFileSync(source.jwksFile, 'utf8'))
    if (!isPublicKeySet(set)) throw new Error('not a set of public keys')
    return createLocalJWKSet(set)
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The key set of a token issuer could not be used: it must be a JWKS of public keys.', {
      cause,
    })
  }
}

/** A symmetric or private key in the set means that somebody published a secret or named the wrong file. */
function isPublicKeySet(value: unknown): value is JSONWebKeySet {
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  return Array.isArray(keys) && keys.length > 0 && keys.every(isPublicKey)
}

function isPublicKey(key: unknown): boolean {
  return typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct' && !('d' in key)
}

function keyUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const loopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new ConciergeError('CONFIG_INVALID', 'The key set address of a token issuer must be an https URL.')
  }
  return url
}
