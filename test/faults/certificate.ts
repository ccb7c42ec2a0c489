import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly signer: Signer
}

interface Signer {
  readonly name: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** What a certificate says. */
export interface CertificateOptions {
  readonly name: string
  /** Whoever vouches for it; itself when not said. */
  readonly by?: Certificate
  /** Days from today; both may lie in the past. */
  readonly days?: readonly [number, number]
  readonly isAuthority?: boolean
}

const dayMs = 86_400_000

/** Makes an ECDSA certificate (RFC 5280) with nothing but node:crypto, so that no other program is needed. */
export function makeCertificate({ name, by, days = [-1, 30], isAuthority = false }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signer: Signer = { name, publicKey, privateKey }
  const issuer = by?.signer ?? signer
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(...days.map((day) => time(Date.now() + day * dayMs))),
    nameOf(name),
    keyInfo(publicKey),
    tagged(0xa3, sequence(...extensions(name, issuer, signer, isAuthority))),
  )
  const signature = sign('sha256', body, issuer.privateKey)
  const whole = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signer,
  }
}

function extensions(name: string, issuer: Signer, signer: Signer, isAuthority: boolean): Buffer[] {
  const yes = tagged(0x01, Buffer.from([0xff]))
  return [
    sequence(oid('551d13'), yes, octets(isAuthority ? sequence(yes) : sequence())),
    sequence(oid('551d0e'), octets(octets(keyId(signer)))),
    sequence(oid('551d23'), octets(sequence(tagged(0x80, keyId(issuer))))),
    ...(isAuthority ? [] : [sequence(oid('551d11'), octets(sequence(tagged(0x82, Buffer.from(name)))))]),
  ]
}

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const octets = (bytes: Buffer): Buffer => tagged(0x04, bytes)
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const nameOf = (name: string): Buffer => sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(name)))))
const keyInfo = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const keyId = ({ publicKey }: Signer): Buffer => createHash('sha1').update(keyInfo(publicKey)).digest()

function time(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return tagged(0x18, Buffer.from(text))
}
