import { base64url, forge } from './forge.ts'
import type { Good, Named } from './invalid-tokens.ts'

const text = JSON.stringify
const named = (what: string, value: unknown): string => `${what} ${text(value)?.slice(0, 60) ?? 'missing'}`

/** Claims that are properly signed and say the wrong thing; a moment is in epoch seconds. */
export function wrongClaims({ header, claims }: Good, nowS: number): readonly Named[] {
  const resource = String(claims['aud'])
  const issuer = String(claims['iss'])
  const signed = (more: Readonly<Record<string, unknown>>): string => forge({ header: text(header), payload: text({ ...claims, ...more }) })
  const each = (claim: string, values: readonly unknown[]): Named[] =>
    values.map((value) => [named(claim, value), signed({ [claim]: value })])
  const things = [undefined, null, 7, true, [], {}]
  return [
    ...each('exp', [
      undefined,
      null,
      true,
      [],
      {},
      '',
      'never',
      String(nowS + 600),
      0,
      -1,
      1e308,
      nowS * 1000,
      253_402_300_800,
      nowS - 31,
      nowS - 86_400,
    ]),
    ...each('nbf', [nowS + 31, nowS + 86_400, 1e308, String(nowS), null, true, [], {}, -1]),
    ...each('iat', [nowS + 31, nowS + 86_400, 1e308, String(nowS), null, true, [], {}, -1]),
    ...each('aud', [
      ...things,
      '',
      `${resource}/`,
      `${resource}/x`,
      `${resource}?x`,
      `${resource}#x`,
      ` ${resource}`,
      `${resource} `,
      resource.toUpperCase(),
      resource.slice(0, -1),
      resource.replace('http:', 'https:'),
      resource.replace('127.0.0.1', 'localhost'),
      resource.replace('127.0.0.1', '127.1'),
      new URL(resource).origin,
      `x${resource}`,
      [[resource]],
      [{ aud: resource }],
      [resource, 7],
      [resource, null],
      [`${resource}/`],
      { [resource]: true },
      `${resource} https://other.example`,
      '*',
    ]),
    ...each('iss', [
      ...things,
      '',
      `${issuer}/`,
      ` ${issuer}`,
      issuer.toUpperCase(),
      `${issuer}.evil.example`,
      issuer.replace('https:', 'http:'),
      issuer.slice(0, -1),
      [issuer],
      `${issuer}#`,
      `${issuer}?`,
      '__proto__',
      'constructor',
    ]),
    ...each('sub', [...things, '']),
    ...each('client_id', [...things, '']),
    ...each('cx_audience', [...things, '', 'root', 'Service', 'service ', ['service']]),
    ...each('scope', [7, true, null, {}, [7], [['cx.route']]]),
    ...each('cx_account_ids', ['001', 7, null, {}, [''], [7], [null], true]),
    ...each('email_verified', ['yes', 1, null, [], {}]),
    ...each('cx_customer_verified', ['true', 1, null, [], {}]),
    ...each('cnf', [
      null,
      true,
      'x',
      [],
      {},
      { jkt: 'x' },
      { jkt: 'x'.repeat(43) },
      { 'x5t#S256': 'x'.repeat(43) },
      { jwk: {} },
      { kid: 'p256' },
    ]),
    ...['iss', 'aud', 'sub', 'exp', 'scope', 'client_id', 'cx_audience'].flatMap((claim): Named[] => {
      const rest = text(claims).slice(1)
      return [
        [`${claim} twice, the same`, forge({ header: text(header), payload: `{"${claim}":${text(claims[claim])},${rest}` })],
        [`${claim} twice, another first`, forge({ header: text(header), payload: `{"${claim}":"x",${rest}` })],
      ]
    }),
    ['a member twice deep inside', forge({ header: text(header), payload: `{"act":[{"sub":"a","sub":"b"}],${text(claims).slice(1)}` })],
    ['long beyond reason', signed({ groups: Array.from({ length: 500 }, (_, index) => `group-${index}`) })],
    ['long beyond what a header may be', signed({ padding: 'x'.repeat(30_000) })],
  ]
}

/** Texts that are no compact JWS of a JSON object, made from one that is. */
export function wrongForms({ header, claims }: Good): readonly Named[] {
  const token = forge({ header: text(header), payload: text(claims) })
  const parts = token.split('.') as [string, string, string]
  const [head, body, signature] = parts
  const withPayload = (name: string, payload: string | Buffer): Named => [`payload: ${name}`, forge({ header: text(header), payload })]
  const withHeader = (name: string, bytes: string | Buffer): Named => [`header: ${name}`, forge({ header: bytes, payload: text(claims) })]
  const bytes = Buffer.from(text(claims))
  const spoiled = (...more: number[]): Buffer =>
    Buffer.concat([bytes.subarray(0, -1), Buffer.from(`,"x":"`), Buffer.from(more), Buffer.from('"}')])
  const notJson = [
    '',
    ' ',
    'null',
    'true',
    '7',
    '"text"',
    '[]',
    `[${text(claims)}]`,
    `${text(claims)}x`,
    text(claims).slice(0, -1),
    `${text(claims).slice(0, -1)},}`,
  ]
  const loose = [
    `${text(claims).slice(0, -1)},"exp":NaN}`,
    text(claims).replaceAll('"', "'"),
    `/**/${text(claims)}`,
    `${text(claims)}\u0000`,
  ]
  return [
    ['one part', head],
    ['two parts', `${head}.${body}`],
    ['two parts and a dot', `${head}.${body}.`],
    ['no header', `.${body}.${signature}`],
    ['no payload', `${head}..${signature}`],
    ['four parts', `${token}.${signature}`],
    ['five parts', `${token}.${signature}.${signature}`],
    ['six parts', `${token}.${token}`],
    ['only dots', '..'],
    ['an encrypted token', ['{"alg":"dir","enc":"A256GCM"}', '', 'iv', 'text', 'tag'].map(base64url).join('.')],
    ['a token in a token', forge({ header: text({ ...header, cty: 'JWT' }), payload: token })],
    ['a token in a token, as JSON', forge({ header: text({ ...header, cty: 'JWT' }), payload: text(token) })],
    ['header and payload exchanged', `${body}.${head}.${signature}`],
    ['payload and signature exchanged', `${head}.${signature}.${body}`],
    ['another token’s payload', `${head}.${base64url(text({ ...claims, sub: 'admin' }))}.${signature}`],
    ['another token’s header', `${base64url(text({ ...header, x: 1 }))}.${body}.${signature}`],
    ...parts.flatMap((part, at): Named[] => {
      const changed = (to: string): string => parts.map((one, index) => (index === at ? to : one)).join('.')
      return [
        [`part ${at} padded`, changed(`${part}=`)],
        [`part ${at} padded twice`, changed(`${part}==`)],
        [`part ${at} with a space`, changed(`${part.slice(0, 9)} ${part.slice(9)}`)],
        [`part ${at} with a tilde`, changed(`${part.slice(0, 9)}~${part.slice(9)}`)],
        [`part ${at} with a plus`, changed(`${part}+`)],
        [`part ${at} with a slash`, changed(`/${part}`)],
        [`part ${at} one character longer`, changed(`${part}A`)],
        [`part ${at} one character shorter`, changed(part.slice(0, -1))],
        [`part ${at} percent-encoded`, changed(`%${part.charCodeAt(0).toString(16)}${part.slice(1)}`)],
      ]
    }),
    ['a signature with other spare bits', `${head}.${body}.${signature.slice(0, -1)}${nextLetter(signature.at(-1) ?? 'A')}`],
    ...notJson.map((payload, index) => withPayload(`not an object ${index}`, payload)),
    ...loose.map((payload, index) => withPayload(`not JSON ${index}`, payload)),
    ...['null', '[]', '"ES256"', '{}', text(header).slice(0, -1), `${text(header)}x`].map((value, index) =>
      withHeader(`unusable ${index}`, value),
    ),
    withPayload('a byte that is never UTF-8', spoiled(0xff)),
    withPayload('a sequence that is too long', spoiled(0xc0, 0x80)),
    withPayload('half a character', spoiled(0xe2, 0x82)),
    withPayload('a surrogate as bytes', spoiled(0xed, 0xa0, 0x80)),
    withPayload('UTF-16', Buffer.from(text(claims), 'utf16le')),
    withPayload('a byte order mark', `\uFEFF${text(claims)}`),
    withHeader('a byte order mark', `\uFEFF${text(header)}`),
  ]
}

/** The same 512 bits, written with spare bits set: 86 letters of six bits are four more than are needed. */
function nextLetter(letter: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return letters[letters.indexOf(letter) + 1] ?? 'B'
}
