import { expect, it, onTestFinished } from 'vitest'
import { createAuthenticator, type Authentication } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { startIssuer } from './support/issuer-server.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { audience, issuer, jwks, makeToken } from './support/tokens.ts'

const opaqueIssuer = 'https://opaque.example'
const good = { active: true, aud: audience, sub: 'a', client_id: 'c', scope: 'cx.read', cx_audience: 'service', exp: now / 1000 + 6_000 }

/** A desk that believes one issuer's signatures and asks another about tokens, which may be made to answer late. */
async function setUp(more: object = {}) {
  const state = { time: now, release: Promise.resolve() }
  const { url, asked } = await startIssuer(async ({ form }) => {
    if (form.get('token')?.startsWith('junk') !== true) return { body: JSON.stringify({ ...good, ...more }) }
    await state.release
    return { body: '{"active":false}' }
  })
  const { authenticate, close } = createAuthenticator({
    issuers: [
      { issuer, jwks, algorithms: ['ES256'] },
      { issuer: opaqueIssuer, introspection: { url: `${url}/ask`, clientId: 'desk', clientSecret: 'secret' } },
    ],
    audience,
    dpop: 'accept',
    clock: () => state.time,
  })
  onTestFinished(close)
  const ask = async (token: string): Promise<Authentication> => await authenticate({ headers: { authorization: `Bearer ${token}` } })
  return { state, asked, ask, authenticate }
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = await makeToken(now)
const [header = '', payload = '', signature = ''] = jwt.split('.')
const loose = Buffer.from(' \n{ "alg" : "ES256", "typ":"at+jwt" }').toString('base64url')

it.each([
  ['with a sign of padding after it', `${jwt}=`],
  ['with two of them', `${jwt}==`],
  ['with padding within', `${header}=.${payload}.${signature}`],
  ['without a signature', `${header}.${payload}.`],
  ['without a signature and its dot', `${header}.${payload}`],
  ['with a part too many', `${jwt}.`],
  ['with something after it', `${jwt}.more`],
  ['with something in front of it', `.${jwt}`],
  ['whose header is broken', `${header.slice(0, -3)}.${payload}.${signature}`],
  ['whose header has spaces', `${loose}.${payload}.${signature}`],
  ['in the other alphabet', `${header}.${payload}.${signature.slice(0, -2)}+/`],
  ['whose payload is no object', `${header}.${part([1])}.${signature}`],
  ['of an issuer nobody knows', await makeToken(now, { claims: { iss: 'https://else.example' } })],
  ['that names no issuer', await makeToken(now, { claims: { iss: undefined } })],
  ['that is encrypted', `${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AAAA.AAAA.AAAA.AAAA`],
  ['that is encrypted without a key', `${part({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`],
])('a JWT %s is sent to no issuer to be asked about', async (_name, token) => {
  const { ask, asked } = await setUp()
  expect(await ask(token)).toEqual({ refused: expect.stringMatching(/^(?:malformed|issuer|header|signature)$/) })
  expect(asked).toEqual([])
})

it('an API key is sent to no issuer, also where no keys are taken', async () => {
  const { ask, asked } = await setUp()
  for (const key of [`cxk_0123456789ab_${'A'.repeat(43)}`, 'cxk_', 'cxk_no-key-of-ours'])
    expect(await ask(key)).toEqual({ refused: 'api_key' })
  expect(asked).toEqual([])
})

it.each(['opaque', 'ory_at_abc.def', '2YotnFZFEjr1zCsicMWpAA', 'ya29.a0Af-x_y', 'a.b.c', 'eyJ', 'e30', 'v4.public.AAAA.BBBB', 'AAAA=='])(
  'an opaque token may look like %s',
  async (token) => {
    const { ask, asked } = await setUp()
    expect(await ask(token)).toHaveProperty('caller')
    expect(asked).toHaveLength(1)
  },
)

it.each([
  ['DPoP', 'bound'],
  ['dpop', 'bound'],
  ['mac', 'type'],
  ['refresh_token', 'type'],
  [7, 'type'],
  [null, 'type'],
])('a token of the type %j is no bearer token, though nothing says to which key it is bound', async (token_type, refused) => {
  const { ask } = await setUp({ token_type })
  expect(await ask('opaque')).toEqual({ refused })
})

it.each(['Bearer', 'bearer', 'BEARER', undefined])('a token of the type %j is a bearer token', async (token_type) => {
  const { ask } = await setUp({ token_type })
  expect(await ask('opaque')).toHaveProperty('caller')
})

it('whoever was known before is asked about at once while made-up tokens queue up', async () => {
  const { state, ask, asked } = await setUp()
  expect(await ask('known')).toHaveProperty('caller')
  state.time += 60_000
  const hold = Promise.withResolvers<void>()
  state.release = hold.promise
  const flood = Array.from({ length: 100 }, (_, index) => ask(`junk-${index}`))
  await expect.poll(() => asked.length).toBe(9)
  expect(await ask('known')).toHaveProperty('caller')
  hold.resolve()
  await Promise.all(flood)
})

it('made-up tokens use up nothing that those known before need', async () => {
  const { state, ask } = await setUp()
  const known = Array.from({ length: 20 }, (_, index) => `known-${index}`)
  for (const token of known) expect(await ask(token)).toHaveProperty('caller')
  state.time += 60_000
  let busy = 0
  for (let index = 0; index < 80; index += 1) busy += Number('refused' in (await ask(`junk-${index}`)) && index >= 50)
  expect(busy).toBe(30)
  for (const token of known) expect(await ask(token)).toHaveProperty('caller')
})

it('whoever cannot be looked into now is told to come back, not that the token is bad', async () => {
  const { authenticate } = await setUp()
  const gateway = await startGateway({ authenticate, resource: { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] } })
  const send = (token: string) => gateway.send({ headers: modernHeaders(token), body: JSON.stringify(modernCall()) })
  for (let index = 0; index < 50; index += 1) expect((await send(`junk-${index}`)).status).toBe(401)
  const { status, headers, body } = await send('junk-more')
  expect([status, headers['retry-after'], headers['www-authenticate']]).toEqual([503, '1', undefined])
  expect(JSON.parse(body)).toEqual({ error: 'temporarily_unavailable', error_description: expect.stringContaining('try again') })
})
