import { createAuthenticator, tokenAlgorithms, type TokenIssuer } from '@cx-concierge/gateway'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGuardedDesk, type GuardedDesk } from '../support/guarded-desk.ts'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import { forge, jwks, signatures, signedAs } from './support/forge.ts'
import { wrongClaims, wrongForms } from './support/invalid-claims.ts'
import { wrongAlgorithms, wrongHeaders, wrongSignatures, type Good, type Named } from './support/invalid-tokens.ts'

const issuer = 'https://login.northwind.example'
const trusted: TokenIssuer = { issuer, jwks, algorithms: tokenAlgorithms }
const nowS = Math.floor(Date.UTC(2026, 10, 20, 15) / 1000)
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'p256' }
const text = JSON.stringify

let desk: GuardedDesk
let good: Good
beforeAll(async () => {
  desk = await openGuardedDesk({ issuers: [trusted], now: () => nowS * 1000 })
  const who = { sub: 'agent', client_id: 'agent', scope: 'cx.route', cx_audience: 'service' }
  good = { header, claims: { iss: issuer, aud: desk.url, ...who, iat: nowS, exp: nowS + 600 } }
})
afterAll(() => desk[Symbol.asyncDispose]())

async function statusFor(token: string): Promise<number> {
  const { body, headers } = modernRequest('tools/list')
  const response = await fetch(desk.url, { method: 'POST', headers: { ...usualHeaders(token), ...headers }, body: text(body) })
  await response.arrayBuffer()
  return response.status
}

/** Those that were let in, or got an answer that is no refusal: 400 cannot be read, 401 is not believed, 431 is longer than a header may be. */
async function letIn(tokens: readonly Named[]): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [name, token] of tokens) {
    const status = await statusFor(token)
    if (![400, 401, 431].includes(status)) wrong.push(`${name}: ${status}`)
  }
  return wrong
}

const kinds: Readonly<Record<string, () => readonly Named[]>> = {
  'an algorithm that is not the key’s': () => wrongAlgorithms(good),
  'a signature that is nearly right': () => wrongSignatures(good),
  'a header that says too much': () => wrongHeaders(good),
  'claims that say the wrong thing': () => wrongClaims(good, nowS),
  'a form that is nearly a token’s': () => wrongForms(good),
}

describe('every token is refused that has', () => {
  it.each(Object.keys(kinds))('%s', async (kind) => {
    expect(await letIn(kinds[kind]?.() ?? [])).toEqual([])
  })

  it('any of more than 300 faults, all different', () => {
    const tokens = Object.values(kinds).flatMap((make) => make().map(([, token]) => token))
    expect(new Set(tokens).size).toBeGreaterThan(300)
  })
})

describe('every token is taken that', () => {
  it.each(Object.keys(signatures))('is signed as %s', async (alg) => {
    const kid = signatures[alg]?.[0]
    expect(await statusFor(forge({ header: text({ ...header, alg, kid }), payload: text(good.claims), signedBy: signedAs(alg) }))).toBe(200)
  })

  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'JWT', 'application/jwt'])('says %s of its type', async (typ) => {
    expect(await statusFor(forge({ header: text({ ...header, typ }), payload: text(good.claims) }))).toBe(200)
  })

  const forms: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
    'names us in a list': () => ({ aud: [desk.url] }),
    'names us among others': () => ({ aud: ['https://other.example', desk.url] }),
    'lists its scopes': () => ({ scope: ['cx.route'] }),
    'names its client as azp': () => ({ client_id: undefined, azp: 'agent' }),
    'ends between two seconds': () => ({ exp: nowS + 0.5 }),
    'ended within the leeway': () => ({ exp: nowS - 29 }),
    'begins within the leeway': () => ({ nbf: nowS + 30, iat: nowS + 30 }),
    'says more than we read': () => ({ jti: 'x', acr: null, groups: ['a', 'a'], act: { sub: 'x' } }),
    'has letters of every kind': () => ({ sub: 'Jörg \u{1F642} 李' }),
  }
  it.each(Object.keys(forms))('%s', async (form) => {
    expect(await statusFor(forge({ header: text(header), payload: text({ ...good.claims, ...forms[form]?.() }) }))).toBe(200)
  })

  it('says in its header where other keys might be, since nobody goes there', async () => {
    const more = { jku: 'http://127.0.0.1:1/', x5t: 'x', jwk: {} }
    expect(await statusFor(forge({ header: text({ ...header, ...more }), payload: text(good.claims) }))).toBe(200)
  })
})

it('a thousand tokens that begin with the same 200 characters and more are a thousand callers, again and again', async () => {
  const audience = 'https://concierge.northwind.example/mcp'
  const { authenticate } = createAuthenticator({ issuers: [trusted], audience, clock: () => nowS * 1000 })
  const tokens = Array.from({ length: 1_000 }, (_, index) => {
    const { sub: _sub, ...others } = good.claims
    return forge({ header: text(header), payload: text({ ...others, aud: audience, padding: 'x'.repeat(200), sub: `caller-${index}` }) })
  })
  expect(new Set(tokens.map((token) => token.slice(0, 400))).size).toBe(1)
  for (let round = 0; round < 2; round += 1) {
    const verdicts = await Promise.all(tokens.map(async (token) => await authenticate({ headers: { authorization: `Bearer ${token}` } })))
    const subjects = verdicts.map((verdict) => ('caller' in verdict ? verdict.caller.subject : verdict.refused))
    expect(subjects).toEqual(tokens.map((_, index) => `caller-${index}`))
  }
})
