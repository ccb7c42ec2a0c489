import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed: generateKeyPairSync('ed25519'),
}

/** The name of one of the issuer's keys; also its `kid`. */
export type KeyName = keyof typeof pairs

/** The issuer's private keys. */
export const privateKeys: Readonly<Record<KeyName, KeyObject>> = {
  rsa: pairs.rsa.privateKey,
  p256: pairs.p256.privateKey,
  p384: pairs.p384.privateKey,
  p521: pairs.p521.privateKey,
  ed: pairs.ed.privateKey,
}

/** The issuer's public key of the usual signature. */
export const publicKey: KeyObject = pairs.p256.publicKey

/** A key of nobody the gateway believes. */
export const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** What the issuer publishes. */
export const jwks: JSONWebKeySet = {
  keys: Object.entries(pairs).map(([kid, pair]) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig' })),
}

const raw = { dsaEncoding: 'ieee-p1363' } as const
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

/** How each algorithm signs, and with which of the issuer's keys (RFC 7518 §3, RFC 8037, RFC 9864). */
export const signatures: Readonly<Record<string, readonly [KeyName, (input: Buffer, key: KeyObject) => Buffer]>> = {
  RS256: ['rsa', (input, key) => sign('sha256', input, key)],
  RS384: ['rsa', (input, key) => sign('sha384', input, key)],
  RS512: ['rsa', (input, key) => sign('sha512', input, key)],
  PS256: ['rsa', (input, key) => sign('sha256', input, { key, ...pss })],
  PS384: ['rsa', (input, key) => sign('sha384', input, { key, ...pss })],
  PS512: ['rsa', (input, key) => sign('sha512', input, { key, ...pss })],
  ES256: ['p256', (input, key) => sign('sha256', input, { key, ...raw })],
  ES384: ['p384', (input, key) => sign('sha384', input, { key, ...raw })],
  ES512: ['p521', (input, key) => sign('sha512', input, { key, ...raw })],
  EdDSA: ['ed', (input, key) => sign(null, input, key)],
  Ed25519: ['ed', (input, key) => sign(null, input, key)],
}

/** Texts or bytes to be signed as they are, and how. */
export interface Forgery {
  readonly header: string | Buffer
  readonly payload: string | Buffer
  /** ES256 with the issuer's own key when not said. */
  readonly signedBy?: (input: Buffer) => Buffer
}

/** Puts a compact JWS together without looking at what is in it. */
export function forge({ header, payload, signedBy = signedAs('ES256') }: Forgery): string {
  const input = `${base64url(header)}.${base64url(payload)}`
  return `${input}.${base64url(signedBy(Buffer.from(input)))}`
}

/** A signature by one of the issuer's keys, or by another key. */
export function signedAs(algorithm: string, other?: KeyObject): (input: Buffer) => Buffer {
  const [name, make] = signatures[algorithm] ?? ['p256', () => Buffer.alloc(0)]
  return (input) => make(input, other ?? privateKeys[name])
}

/** Base64url of a text or of bytes. */
export const base64url = (value: string | Buffer): string => Buffer.from(value).toString('base64url')
