import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAuthenticator, type Authentication, type IntrospectionSource } from '../src/index.ts'
import { now } from './support/gateway.ts'
import { startIssuer, type AskedOf, type IssuerAnswer } from './support/issuer-server.ts'
import { audience, issuer } from './support/tokens.ts'

const nowS = now / 1000
const answer = {
  active: true,
  iss: issuer,
  aud: audience,
  sub: 'agent-7',
  client_id: 'helpdesk-agent',
  scope: 'cx.read',
  cx_audience: 'service',
  exp: nowS + 600,
}
const said = (more: object = {}): IssuerAnswer => ({ body: JSON.stringify({ ...answer, ...more }) })
const secret = { clientId: 'desk', clientSecret: 'p@ss w:rd' }

/** An issuer that says of each token what `say` says, and somebody who asks it, at a moment that may be changed. */
async function setUp(
  say: (asked: AskedOf) => IssuerAnswer | Promise<IssuerAnswer>,
  credentials: Omit<IntrospectionSource, 'url'> = secret,
) {
  const state = { time: now, failures: 0 }
  const { url, asked } = await startIssuer(say)
  const { authenticate, close } = createAuthenticator({
    issuers: [{ issuer, introspection: { ...credentials, url: `${url}/introspect` } as IntrospectionSource }],
    audience,
    clock: () => state.time,
    onIssuerFailure: () => {
      state.failures += 1
    },
  })
  onTestFinished(close)
  const ask = async (token: string): Promise<Authentication> => await authenticate({ headers: { authorization: `Bearer ${token}` } })
  return { state, asked, ask }
}

describe('an opaque token', () => {
  it('is the caller its issuer says it is', async () => {
    const { ask, asked } = await setUp(() => said({ cx_account_ids: ['001A'], cnf: undefined }))
    expect(await ask('opaque-1')).toEqual({
      caller: {
        issuer,
        subject: 'agent-7',
        client: 'helpdesk-agent',
        audience: 'service',
        scopes: new Set(['cx.read']),
        accountIds: ['001A'],
        emailVerified: false,
        customerVerified: false,
      },
      expiresAt: now + 600_000,
    })
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('desk:p%40ss+w%3Ard').toString('base64')}`)
    expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({ token: 'opaque-1', token_type_hint: 'access_token' })
  })

  it('without a person behind it is its client', async () => {
    const { ask } = await setUp(() => said({ sub: undefined, iss: undefined }))
    expect(await ask('opaque-1')).toMatchObject({ caller: { subject: 'helpdesk-agent', client: 'helpdesk-agent' } })
  })

  it('is asked about with an assertion where there is a private key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    const { ask, asked } = await setUp(() => said(), { clientId: 'desk', privateKey: pem, algorithm: 'ES256' } as Omit<
      IntrospectionSource,
      'url'
    >)
    expect(await ask('opaque-1')).toHaveProperty('caller')
    await ask('opaque-2')
    const assertions = asked.map(({ form }) => form.get('client_assertion') ?? '')
    for (const assertion of assertions) {
      const options = { issuer: 'desk', subject: 'desk', audience: issuer, currentDate: new Date(now), requiredClaims: ['jti', 'exp'] }
      await jwtVerify(assertion, publicKey, options)
    }
    expect(new Set(assertions).size).toBe(2)
  })

  const refusals: Readonly<Record<string, readonly [object, string]>> = {
    'not active': [{ active: false }, 'inactive'],
    'active in another spelling': [{ active: 'true' }, 'fault'],
    'of another issuer': [{ iss: 'https://evil.example' }, 'issuer'],
    'for another resource': [{ aud: 'https://other.example/mcp' }, 'audience'],
    'for nobody': [{ aud: undefined }, 'audience'],
    'without an end': [{ exp: undefined }, 'claims'],
    over: [{ exp: nowS - 31 }, 'expired'],
    'not begun': [{ nbf: nowS + 31 }, 'not_yet_valid'],
    'of no client': [{ client_id: undefined }, 'claims'],
    'of an unknown audience class': [{ cx_audience: 'root' }, 'claims'],
    'with scopes that cannot be read': [{ scope: 7 }, 'claims'],
    'bound to a key': [{ cnf: { jkt: 'x'.repeat(43) } }, 'bound'],
    'bound to a certificate': [{ cnf: { 'x5t#S256': 'x' } }, 'bound'],
  }
  it.each(Object.entries(refusals))('is refused when its issuer says it is %s', async (_name, [more, refused]) => {
    const { ask } = await setUp(() => said(more))
    expect(await ask('opaque-1')).toEqual({ refused })
  })

  const faults: Readonly<Record<string, IssuerAnswer>> = {
    'an error': { ...(said() as object), status: 500, body: JSON.stringify(answer) },
    'that it does not know us': { status: 401, body: JSON.stringify(answer) },
    'a redirect': { status: 302, body: '', headers: { location: '/other' } },
    'a page': { body: '<!doctype html>', headers: { 'content-type': 'text/html' } },
    'half a message': { body: JSON.stringify(answer).slice(0, -9) },
    'a list': { body: '[]' },
    'a word': { body: '"active"' },
    nothing: { body: '' },
    'an empty object': { body: '{}' },
    null: { body: 'null' },
    'more than is taken': { body: JSON.stringify({ ...answer, padding: 'x'.repeat(300_000) }) },
    'nothing and hangs up': 'hang up',
  }
  it.each(Object.entries(faults))('is refused as our fault when its issuer says %s', async (_name, fault) => {
    const { ask } = await setUp(() => fault)
    expect(await ask('opaque-1')).toEqual({ refused: 'fault' })
  })
})

describe('an issuer is asked', () => {
  it('again a minute later, and sooner when the token ends', async () => {
    const { ask, asked, state } = await setUp(({ form }) => said({ exp: nowS + (form.get('token') === 'short' ? 20 : 600) }))
    await Promise.all([ask('long'), ask('short')])
    state.time += 19_999
    await Promise.all([ask('long'), ask('short')])
    expect(asked).toHaveLength(2)
    state.time = now + 20_000
    await Promise.all([ask('long'), ask('short')])
    expect(asked).toHaveLength(3)
    state.time = now + 60_000
    await ask('long')
    expect(asked).toHaveLength(4)
  })

  it('once about a token that many send at the same time', async () => {
    const { ask, asked } = await setUp(() => said())
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => ask('opaque-1')))
    for (const verdict of verdicts) expect(verdict).toHaveProperty('caller')
    expect(asked).toHaveLength(1)
  })

  it('once in ten seconds about a token it refused', async () => {
    const { ask, asked, state } = await setUp(() => ({ body: '{"active":false}' }))
    for (let round = 0; round < 5; round += 1) expect(await ask('junk')).toEqual({ refused: 'inactive' })
    expect(asked).toHaveLength(1)
    state.time += 10_000
    await ask('junk')
    expect(asked).toHaveLength(2)
  })

  it('at once again when the last time failed', async () => {
    let well = false
    const { ask, state } = await setUp(() => (well ? said() : { status: 503, body: '' }))
    expect(await ask('opaque-1')).toEqual({ refused: 'fault' })
    expect(state.failures).toBe(1)
    well = true
    expect(await ask('opaque-1')).toHaveProperty('caller')
  })

  it('at most fifty times in a second, however many tokens are made up', async () => {
    const { ask, asked, state } = await setUp(() => ({ body: '{"active":false}' }))
    const verdicts: Authentication[] = []
    for (let index = 0; index < 120; index += 1) verdicts.push(await ask(`junk-${index}`))
    expect(asked).toHaveLength(50)
    expect(verdicts.at(-1)).toEqual({ refused: 'busy' })
    state.time += 2_000
    expect(await ask('junk-last')).toEqual({ refused: 'inactive' })
  })

  it('eight things at a time, while forty callers wait or are asked about and no more', async () => {
    const release = Promise.withResolvers<void>()
    const { ask, asked } = await setUp(async () => {
      await release.promise
      return said()
    })
    const verdicts = Array.from({ length: 45 }, (_, index) => ask(`opaque-${index}`))
    await expect.poll(() => asked.length).toBe(8)
    expect(await verdicts.at(-1)).toEqual({ refused: 'busy' })
    expect(asked).toHaveLength(8)
    release.resolve()
    const settled = await Promise.all(verdicts)
    expect(settled.filter((verdict) => 'caller' in verdict)).toHaveLength(40)
  })
})
