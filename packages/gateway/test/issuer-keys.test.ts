import { exportJWK, generateKeyPair } from 'jose'
import { expect, it, onTestFinished } from 'vitest'
import { createAuthenticator, type Authentication } from '../src/index.ts'
import { createRemoteKeys } from '../src/auth/remote-keys.ts'
import { now } from './support/gateway.ts'
import { startIssuer, type IssuerAnswer } from './support/issuer-server.ts'
import { audience, issuer, jwks, makeToken } from './support/tokens.ts'

const minuteMs = 60_000
const second = await generateKeyPair('ES256')
const secondJwk = { ...(await exportJWK(second.publicKey)), kid: 'two', alg: 'ES256', use: 'sig' }
const both = JSON.stringify({ keys: [...jwks.keys, secondJwk] })
const first: IssuerAnswer = { body: JSON.stringify(jwks) }

/** An issuer whose answer may be changed, and somebody who is checked by its keys, at a moment that may be changed too. */
async function setUp(answer: IssuerAnswer = first) {
  const state = { answer, time: now, failures: 0 }
  const { url, asked } = await startIssuer(() => state.answer)
  const { authenticate, close } = createAuthenticator({
    issuers: [{ issuer, algorithms: ['ES256'], jwksUrl: `${url}/keys` }],
    audience,
    clock: () => state.time,
    onIssuerFailure: (name) => {
      if (name === issuer) state.failures += 1
    },
  })
  onTestFinished(close)
  let serial = 0
  /** A token nobody has seen before. */
  const ask = async (kid: 'one' | 'two' | 'three' = 'one'): Promise<Authentication> => {
    serial += 1
    const claims = { exp: state.time / 1000 + 600, jti: serial }
    const token = await makeToken(now, { claims, header: { kid }, ...(kid === 'one' ? {} : { key: second.privateKey }) })
    return await authenticate({ headers: { authorization: `Bearer ${token}` } })
  }
  return { state, asked, ask }
}

it('are fetched once, however many callers come at the same time', async () => {
  const { asked, ask } = await setUp()
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => ask()))
  for (const verdict of verdicts) expect(verdict).toHaveProperty('caller')
  expect(asked).toHaveLength(1)
})

it('are fetched again for a key nobody knows, but only every thirty seconds', async () => {
  const { state, asked, ask } = await setUp()
  await ask()
  state.time += 30_000
  for (let round = 0; round < 5; round += 1) expect(await ask('three')).toEqual({ refused: 'key' })
  expect(asked).toHaveLength(2)
  state.answer = { body: both }
  state.time += 29_999
  expect(await ask('two')).toEqual({ refused: 'key' })
  state.time += 1
  expect(await ask('two')).toHaveProperty('caller')
  expect(asked).toHaveLength(3)
})

it.each([10, 30, 59])('that were withdrawn do not work any more when the desk is first asked after %i minutes', async (minutes) => {
  const { state, ask } = await setUp({ body: both })
  expect(await ask('two')).toHaveProperty('caller')
  state.answer = first
  state.time += minutes * minuteMs
  expect(await Promise.all([ask('two'), ask('two'), ask('one')])).toEqual([
    { refused: 'key' },
    { refused: 'key' },
    expect.objectContaining({ expiresAt: expect.any(Number) }),
  ])
})

it('that are old are asked for once in thirty seconds while the issuer is down, so that few wait for it', async () => {
  const { state, asked, ask } = await setUp()
  await ask()
  state.answer = 'hang up'
  state.time += 10 * minuteMs
  for (let round = 0; round < 5; round += 1) expect(await ask()).toHaveProperty('caller')
  expect([asked.length, state.failures]).toEqual([2, 1])
  state.time += 30_000
  expect(await ask()).toHaveProperty('caller')
  expect([asked.length, state.failures]).toEqual([3, 2])
})

it('go on for an hour while the issuer is down, which is counted, and then nobody is let in', async () => {
  const { state, ask } = await setUp()
  await ask()
  state.answer = 'hang up'
  state.time += 11 * minuteMs
  expect(await ask()).toHaveProperty('caller')
  expect(await ask('two')).toEqual({ refused: 'key' })
  await expect.poll(() => state.failures).toBeGreaterThan(0)
  state.time = now + 60 * minuteMs - 1
  expect(await ask()).toHaveProperty('caller')
  state.time = now + 60 * minuteMs
  expect(await ask()).toEqual({ refused: 'fault' })
  state.answer = first
  state.time += 1_000
  expect(await ask()).toHaveProperty('caller')
})

it('do not live longer because the clock was set back', async () => {
  const { state, ask } = await setUp()
  await ask()
  state.answer = 'hang up'
  state.time = now - 60 * minuteMs
  expect(await ask()).toEqual({ refused: 'fault' })
})

const unusable: Readonly<Record<string, IssuerAnswer>> = {
  'a page': { body: '<!doctype html><title>Sign in</title>', headers: { 'content-type': 'text/html' } },
  'half a message': { body: '{"keys":[' },
  'no set': { body: '{"key":[]}' },
  'an empty set': { body: '{"keys":[]}' },
  'a list': { body: JSON.stringify(jwks.keys) },
  nothing: { body: '' },
  'a set with a private key': { body: JSON.stringify({ keys: [...jwks.keys, { ...jwks.keys[0], kid: 'p', d: 'AAAA' }] }) },
  'a set with a secret': { body: JSON.stringify({ keys: [...jwks.keys, { kty: 'oct', k: 'AAAA' }] }) },
  'a set without end': { body: JSON.stringify({ keys: Array.from({ length: 101 }, () => jwks.keys[0]) }) },
  'more than is taken': { body: `${JSON.stringify(jwks)}${' '.repeat(300_000)}` },
  'a redirect': { status: 302, body: JSON.stringify(jwks), headers: { location: '/other' } },
  'an error with keys in it': { status: 500, body: JSON.stringify(jwks) },
  'not found': { status: 404, body: JSON.stringify(jwks) },
  'a broken connection': 'hang up',
}

it.each(Object.entries(unusable))('are not taken from %s', async (_name, answer) => {
  const { state, asked, ask } = await setUp(answer)
  expect(await ask()).toEqual({ refused: 'fault' })
  expect([asked.length, state.failures]).toEqual([1, 1])
})

it('that have just come are found by everybody who was looking, at whatever step of looking they were', async () => {
  const steps = async (count: number): Promise<void> => {
    for (let step = 0; step < count; step += 1) await Promise.resolve()
  }
  const header = { alg: 'ES256', kid: 'two' }
  const noToken = { payload: '', signature: '' }
  for (let fetchSteps = 0; fetchSteps < 20; fetchSteps += 1) {
    for (let lateSteps = 0; lateSteps < 40; lateSteps += 1) {
      let set: unknown = jwks
      let time = now
      const fetchSet = async (): Promise<unknown> => {
        await steps(fetchSteps)
        return set
      }
      const find = createRemoteKeys({ fetchSet, clock: () => time, onFailure: () => {} })
      await find({ ...header, kid: 'one' }, noToken)
      set = JSON.parse(both)
      time += 30_000
      const early = find(header, noToken)
      const late = steps(lateSteps).then(() => find(header, noToken))
      await expect(Promise.all([early, late]), `${fetchSteps}, ${lateSteps}`).resolves.toHaveLength(2)
    }
  }
})
