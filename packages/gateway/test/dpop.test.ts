import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createAuthenticator, type Authentication, type DpopMode } from '../src/index.ts'
import type { Believed } from '../src/auth/authenticate.ts'
import type { Rates, RateVerdict } from '../src/rates/rates.ts'
import { now, startGateway, type RunningGateway } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { audience, issuer, jwks, makeToken } from './support/tokens.ts'

const nowS = now / 1000
const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'], dpop: 'accept' } as const
const holder = await generateKeyPair('ES256', { extractable: true })
const stranger = await generateKeyPair('ES256', { extractable: true })
const holderJwk = await exportJWK(holder.publicKey)
const bound = { cnf: { jkt: await calculateJwkThumbprint(holderJwk) } }
const token = await makeToken(now, { claims: bound })
const otherToken = await makeToken(now, { claims: { ...bound, sub: 'other' } })
const strangerJwk = await exportJWK(stranger.publicKey)
const holderPrivateJwk = await exportJWK(holder.privateKey)
const secret = new Uint8Array(32)

/** What a proof is made of; anything may be wrong. */
interface ProofRecipe {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: CryptoKey | Uint8Array
  readonly for?: string
}

let serial = 0
async function makeProof({ claims, header, key = holder.privateKey, for: of = token }: ProofRecipe = {}): Promise<string> {
  serial += 1
  const ath = createHash('sha256').update(of).digest('base64url')
  const usual = { htm: 'POST', htu: audience, iat: nowS, jti: `proof-${serial}`, ath }
  const payload = JSON.parse(JSON.stringify({ ...usual, ...claims })) as Record<string, unknown>
  return await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: holderJwk, ...header }).sign(key)
}

function setUp(dpop: DpopMode = 'accept') {
  const state = { time: now }
  const { authenticate } = createAuthenticator({
    issuers: [{ issuer, jwks, algorithms: ['ES256'] }],
    audience,
    dpop,
    clock: () => state.time,
  })
  /** As the gateway does it: a proof is used up when nothing else stands in the way. */
  const ask = async (authorization: string, dpop?: string): Promise<Authentication> => {
    const { useProof, ...verdict } = (await authenticate({
      headers: { authorization, ...(dpop === undefined ? {} : { dpop }) },
    })) as Believed
    const unproven = useProof?.()
    return unproven === undefined ? verdict : { refused: unproven }
  }
  return { state, ask, authenticate }
}

describe('a token bound to a key', () => {
  it('is taken with a proof of that key, each time with another', async () => {
    const { ask } = setUp()
    for (let round = 0; round < 3; round += 1) expect(await ask(`DPoP ${token}`, await makeProof())).toHaveProperty('caller')
  })

  it('is taken with a proof whose address is written otherwise but means the same', async () => {
    const { ask } = setUp()
    const htu = audience.replace('https://concierge', 'HTTPS://Concierge').replace('.example/', '.example:443/')
    expect(await ask(`DPoP ${token}`, await makeProof({ claims: { htu: `${htu}?x=1#y` } }))).toHaveProperty('caller')
  })

  it('is refused without one, and as a bearer token even with one', async () => {
    const { ask } = setUp()
    expect(await ask(`DPoP ${token}`)).toEqual({ refused: 'header' })
    expect(await ask(`Bearer ${token}`)).toEqual({ refused: 'bound' })
    expect(await ask(`Bearer ${token}`, await makeProof())).toEqual({ refused: 'bound' })
  })

  it('is refused with a proof that was used before, also when its time is nearly over', async () => {
    const { ask, state } = setUp()
    const proof = await makeProof({ claims: { iat: nowS + 29 } })
    expect(await ask(`DPoP ${token}`, proof)).toHaveProperty('caller')
    for (const laterMs of [0, 1, 60_000, 328_999]) {
      state.time = now + laterMs
      expect(await ask(`DPoP ${token}`, proof)).toEqual({ refused: 'proof' })
    }
  })

  it('of one key is not refused because the holder of another used the same name', async () => {
    const { ask } = setUp()
    const theirToken = await makeToken(now, { claims: { cnf: { jkt: await calculateJwkThumbprint(strangerJwk) } } })
    const jti = 'the same'
    const theirs = await makeProof({ key: stranger.privateKey, header: { jwk: strangerJwk }, claims: { jti }, for: theirToken })
    expect(await ask(`DPoP ${theirToken}`, theirs)).toHaveProperty('caller')
    expect(await ask(`DPoP ${token}`, await makeProof({ claims: { jti } }))).toHaveProperty('caller')
  })

  const faults: Readonly<Record<string, ProofRecipe>> = {
    'another key': { key: stranger.privateKey, header: { jwk: strangerJwk } },
    'another key’s signature': { key: stranger.privateKey },
    'no key': { header: { jwk: undefined } },
    'its private key': { header: { jwk: holderPrivateJwk } },
    'a key of a secret': { header: { alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } }, key: secret },
    'another type': { header: { typ: 'jwt' } },
    'no type': { header: { typ: undefined } },
    'another method': { claims: { htm: 'GET' } },
    'its method in small letters': { claims: { htm: 'post' } },
    'another address': { claims: { htu: 'https://other.example/mcp' } },
    'another path': { claims: { htu: `${audience}/` } },
    'no address': { claims: { htu: 'mcp' } },
    'another token': { for: otherToken },
    'no token': { claims: { ath: undefined } },
    'no name': { claims: { jti: undefined } },
    'an empty name': { claims: { jti: '' } },
    'a name without end': { claims: { jti: 'x'.repeat(257) } },
    'no time': { claims: { iat: undefined } },
    'a time in words': { claims: { iat: 'now' } },
    'a time too long ago': { claims: { iat: nowS - 301 } },
    'a time to come': { claims: { iat: nowS + 31 } },
    'more than is read': { claims: { padding: 'x'.repeat(5_000) } },
  }
  it.each(Object.entries(faults))('is refused with a proof that has %s', async (_name, recipe) => {
    const { ask } = setUp()
    expect(await ask(`DPoP ${token}`, await makeProof(recipe))).toEqual({ refused: 'proof' })
  })

  it.each([
    ['two proofs', async () => `${await makeProof()}, ${await makeProof()}`],
    ['no proof at all', () => Promise.resolve('proof')],
    ['a proof that is not signed', async () => `${(await makeProof()).split('.').slice(0, 2).join('.')}.`],
  ])('is refused with %s', async (_name, make) => {
    const { ask } = setUp()
    expect(await ask(`DPoP ${token}`, await make())).toEqual({ refused: 'proof' })
  })
})

it('a token that is bound to nothing is refused under the scheme DPoP', async () => {
  const { ask } = setUp()
  const loose = await makeToken(now)
  expect(await ask(`DPoP ${loose}`, await makeProof({ for: loose }))).toEqual({ refused: 'bound' })
  expect(await ask(`Bearer ${loose}`)).toHaveProperty('caller')
})

it('where proofs are required, a bearer token is refused', async () => {
  const { ask } = setUp('require')
  expect(await ask(`Bearer ${await makeToken(now)}`)).toEqual({ refused: 'bound' })
  expect(await ask(`DPoP ${token}`, await makeProof())).toHaveProperty('caller')
})

it('where they are refused, a bound token is refused with a proof, too', async () => {
  const { ask } = setUp('refuse')
  expect(await ask(`DPoP ${token}`, await makeProof())).toEqual({ refused: 'bound' })
})

describe('over HTTP, a proof', () => {
  const send = async (gateway: RunningGateway, proof: string, { name = 'echo', body = '' } = {}) =>
    await gateway.send({
      headers: { ...modernHeaders('', name), authorization: `DPoP ${token}`, dpop: proof },
      body: body || JSON.stringify(modernCall({ word: 'a' }, name)),
    })
  const failing = (over: Partial<Rates>): Rates => ({
    messages: () => undefined,
    account: () => undefined,
    close: () => Promise.resolve(),
    ...over,
  })

  it('opens once', async () => {
    const gateway = await startGateway({ authenticate: setUp().authenticate, resource })
    const proof = await makeProof()
    expect((await send(gateway, proof)).status).toBe(200)
    const again = await send(gateway, proof)
    expect([again.status, again.headers['www-authenticate']]).toEqual([401, expect.stringContaining('error="invalid_token"')])
  })

  it('opens once, also to two who come at the same time, and to a request whose body cannot be read', async () => {
    const gateway = await startGateway({ authenticate: setUp().authenticate, resource })
    const proof = await makeProof()
    const both = await Promise.all([send(gateway, proof), send(gateway, proof)])
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 401])
    const other = await makeProof()
    expect((await send(gateway, other, { body: '{' })).status).toBe(400)
    expect((await send(gateway, other)).status).toBe(401)
  })

  it('is not remembered when its request came too soon', async () => {
    let refused: RateVerdict = { allowance: 'caller', retryAfterS: 1 }
    const rates = failing({ messages: () => refused })
    const gateway = await startGateway({ authenticate: setUp().authenticate, resource, pacing: { rates, meanwhile: '' } })
    const proof = await makeProof()
    for (let round = 0; round < 3; round += 1) expect(messageOf((await send(gateway, proof)).body).result).toMatchObject({ isError: true })
    refused = undefined
    expect(messageOf((await send(gateway, proof)).body).result).not.toHaveProperty('isError')
    expect((await send(gateway, proof)).status).toBe(401)
  })

  it('is asked for again under its own scheme when a scope is lacking', async () => {
    const gateway = await startGateway({ authenticate: setUp().authenticate, resource })
    const { status, headers } = await send(gateway, await makeProof(), { name: 'write_note' })
    expect(status).toBe(403)
    expect(headers['www-authenticate']).toMatch(
      /^DPoP error="insufficient_scope", .*scope="cx.read cx.write", resource_metadata="[^"]+", algs="ES256 [^"]+"$/,
    )
  })

  it('that grew old while the body was on its way opens nothing', async () => {
    const { authenticate, state } = setUp()
    const gateway = await startGateway({
      authenticate: async (request) => {
        const verdict = await authenticate(request)
        state.time += 301_000
        return verdict
      },
      resource,
    })
    expect((await send(gateway, await makeProof())).status).toBe(401)
  })
})

it('whose key a proof is made with is looked at before its signature', async () => {
  const { ask } = setUp()
  const verified = vi.spyOn(crypto.subtle, 'verify')
  onTestFinished(() => verified.mockRestore())
  expect(await ask(`Bearer ${await makeToken(now)}`)).toHaveProperty('caller')
  await ask(`DPoP ${token}`)
  expect(await ask(`DPoP ${token}`, await makeProof())).toHaveProperty('caller')
  const before = verified.mock.calls.length
  expect(before).toBeGreaterThan(2)
  expect(await ask(`DPoP ${token}`, await makeProof({ key: stranger.privateKey, header: { jwk: strangerJwk } }))).toEqual({
    refused: 'proof',
  })
  expect(verified.mock.calls.length).toBe(before)
})

const metadata = { dpop_signing_alg_values_supported: expect.arrayContaining(['ES256']) }
it.each([
  ['refuse', /^Bearer (?!.*DPoP)/, {}],
  ['accept', /^Bearer .*, DPoP .*algs="ES256 [^"]*"$/, { ...metadata, dpop_bound_access_tokens_required: false }],
  ['require', /^DPoP (?!.*Bearer).*algs="ES256 [^"]*"$/, { ...metadata, dpop_bound_access_tokens_required: true }],
] as const)('a desk that would %s proofs says so in its challenge and its metadata', async (dpop, challenge, expected) => {
  const gateway = await startGateway({ resource: { url: audience, authorizationServers: [issuer], scopes: ['cx.read'], dpop } })
  const refused = await gateway.send({ headers: modernHeaders('x'), body: JSON.stringify(modernCall()) })
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, expect.stringMatching(challenge)])
  const { body } = await gateway.send({ method: 'GET', path: '/.well-known/oauth-protected-resource/mcp' })
  const told = JSON.parse(body) as Record<string, unknown>
  expect(told).toMatchObject(expected)
  expect('dpop_bound_access_tokens_required' in told).toBe(dpop !== 'refuse')
})
