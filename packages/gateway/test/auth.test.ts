import { exportSPKI, generateKeyPair, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { createMetrics, type Authentication } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { audience, issuer, jwks, makeAuthenticate, makeToken, type TokenRecipe } from './support/tokens.ts'

const seconds = now / 1000
const stranger = await generateKeyPair('ES256')
const publicText = new TextEncoder().encode(await exportSPKI(await publicKey()))

async function publicKey(): Promise<CryptoKey> {
  const key = await importJWK({ ...jwks.keys[0], ext: true }, 'ES256', { extractable: true })
  if (key instanceof Uint8Array) throw new Error('not a public key')
  return key
}

function ask(authorization: string | undefined, clock = () => now): Authentication | Promise<Authentication> {
  return makeAuthenticate(clock)({ headers: authorization === undefined ? {} : { authorization } })
}

const faults: Record<string, [TokenRecipe, string]> = {
  'expired a minute ago': [{ claims: { exp: seconds - 60 } }, 'expired'],
  'not yet valid': [{ claims: { nbf: seconds + 60 } }, 'not_yet_valid'],
  'without an end': [{ claims: { exp: undefined } }, 'claims'],
  'for another resource': [{ claims: { aud: 'https://other.example/mcp' } }, 'audience'],
  'for this host but another path': [{ claims: { aud: `${audience}/admin` } }, 'audience'],
  'for nobody': [{ claims: { aud: undefined } }, 'audience'],
  'of another issuer': [{ claims: { iss: 'https://evil.example' } }, 'issuer'],
  'of an issuer that only begins alike': [{ claims: { iss: `${issuer}.evil.example` } }, 'issuer'],
  'of no issuer': [{ claims: { iss: undefined } }, 'issuer'],
  'signed by a stranger': [{ key: stranger.privateKey }, 'signature'],
  'naming a key that is not published': [{ header: { kid: 'two' } }, 'key'],
  'signed with the public key as a secret': [{ header: { alg: 'HS256' }, key: publicText }, 'algorithm'],
  'that is an ID token': [{ header: { typ: 'id+jwt' } }, 'type'],
  'of no type': [{ header: { typ: undefined } }, 'type'],
  'with an extension nobody knows': [{ header: { crit: ['x-new'], 'x-new': 1 } }, 'malformed'],
  'bound to a key': [{ claims: { cnf: { jkt: 'x' } } }, 'bound'],
  'without an audience class': [{ claims: { cx_audience: undefined } }, 'claims'],
  'of an unknown audience class': [{ claims: { cx_audience: 'root' } }, 'claims'],
  'without a subject': [{ claims: { sub: undefined } }, 'claims'],
  'without a client': [{ claims: { client_id: undefined } }, 'claims'],
  'with an account list that cannot be read': [{ claims: { cx_account_ids: '0015' } }, 'claims'],
  'with scopes that cannot be read': [{ claims: { scope: 7 } }, 'claims'],
}

describe('a token', () => {
  it.each(Object.entries(faults))('%s is refused', async (_name, [recipe, reason]) => {
    expect(await ask(`Bearer ${await makeToken(now, recipe)}`)).toEqual({ refused: reason })
  })

  it('without a signature is refused', async () => {
    const [, payload] = (await makeToken(now)).split('.')
    const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    expect(await ask(`Bearer ${header}.${payload}.`)).toMatchObject({ refused: expect.stringMatching(/malformed|algorithm/) })
  })

  it('changed in any one place is refused', async () => {
    const token = await makeToken(now)
    const ask = makeAuthenticate(() => now)
    expect(await ask({ headers: { authorization: `Bearer ${token}` } })).toHaveProperty('caller')
    for (let at = 0; at < token.length - 2; at += 17) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(await ask({ headers: { authorization: `Bearer ${changed}` } }), `changed at ${at}`).toHaveProperty('refused')
    }
  })

  it.each([
    [undefined, 'missing'],
    ['', 'missing'],
    ['Basic YTpi', 'missing'],
    ['Bearer', 'header'],
    ['Bearer a b', 'header'],
    ['Bearer a, Bearer b', 'header'],
    ['DPoP a', 'header'],
    ['Bearer x', 'malformed'],
    [`Bearer ${'.'.repeat(5000)}`, 'malformed'],
  ])('sent as %j is refused', async (authorization, reason) => {
    expect(await ask(authorization)).toEqual({ refused: reason })
  })

  it('becomes the caller it describes', async () => {
    const claims = {
      scope: ['cx.read', 'cx.write'],
      cx_audience: 'customer',
      cx_account_ids: ['001A'],
      email: 'Jane@Contoso.Example',
      email_verified: true,
      cx_customer_verified: true,
      client_id: undefined,
      azp: 'assistant',
    }
    expect(await ask(`bearer ${await makeToken(now, { claims, header: { typ: 'application/AT+JWT' } })}`)).toEqual({
      caller: {
        issuer,
        subject: 'agent-7',
        client: 'assistant',
        audience: 'customer',
        scopes: new Set(['cx.read', 'cx.write']),
        accountIds: ['001A'],
        email: 'jane@contoso.example',
        emailVerified: true,
        customerVerified: true,
      },
      expiresAt: now + 600_000,
    })
  })

  it('is held to the leeway and no further', async () => {
    expect(await ask(`Bearer ${await makeToken(now, { claims: { exp: seconds - 29 } })}`)).toHaveProperty('caller')
    expect(await ask(`Bearer ${await makeToken(now, { claims: { exp: seconds - 31 } })}`)).toHaveProperty('refused')
  })
})

describe('a token that was found good', () => {
  it('is known again without a turn of the event loop, until it expires and not after', async () => {
    let time = now
    const ask = makeAuthenticate(() => time)
    const request = { headers: { authorization: `Bearer ${await makeToken(now, { claims: { exp: seconds + 120 } })}` } }
    expect(ask(request)).toBeInstanceOf(Promise)
    await ask(request)
    expect(ask(request)).toMatchObject({ caller: { subject: 'agent-7' } })
    time = now + 119_999
    expect(ask(request)).toMatchObject({ caller: { subject: 'agent-7' } })
    time = now + 120_000
    expect(ask(request)).toBeInstanceOf(Promise)
    time = now + 151_000
    expect(await ask(request)).toEqual({ refused: 'expired' })
  })

  it('is checked anew after five minutes, so that a withdrawn key stops working', async () => {
    let time = now
    const ask = makeAuthenticate(() => time)
    const request = { headers: { authorization: `Bearer ${await makeToken(now, { claims: { exp: seconds + 86_400 } })}` } }
    await ask(request)
    time = now + 299_999
    expect(ask(request)).not.toBeInstanceOf(Promise)
    time = now + 300_000
    expect(ask(request)).toBeInstanceOf(Promise)
  })

  it('is never taken for another one that begins alike', async () => {
    const ask = makeAuthenticate(() => now)
    // the subject comes last, so that hundreds of leading characters are the same
    const padding = 'x'.repeat(400)
    const claims = (sub: string) => ({ sub: undefined, padding, z_sub: sub })
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        makeToken(now, { claims: { ...claims(`${index}`), sub: `agent-${String(index).padStart(2, '0')}` } }),
      ),
    )
    for (const round of [1, 2]) {
      for (const [index, token] of tokens.entries()) {
        const answer = await ask({ headers: { authorization: `Bearer ${token}` } })
        expect(answer, `round ${round}`).toMatchObject({ caller: { subject: `agent-${String(index).padStart(2, '0')}` } })
      }
    }
  })
})

describe('a caller who is not let in', () => {
  const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] }
  const hint = 'scope="cx.read", resource_metadata="https://concierge.northwind.example/.well-known/oauth-protected-resource/mcp"'

  it('is told where to get a token, in the same words whatever is wrong with theirs', async () => {
    const gateway = await startGateway({ resource })
    const body = JSON.stringify(modernCall())
    const { authorization: _authorization, ...bare } = modernHeaders('')
    const missing = await gateway.send({ headers: bare, body })
    expect([missing.status, missing.headers['www-authenticate']]).toEqual([401, `Bearer ${hint}`])
    for (const [recipe] of Object.values(faults)) {
      const { status, headers, body: said } = await gateway.send({ headers: modernHeaders(await makeToken(now, recipe)), body })
      expect([status, headers['www-authenticate'], said]).toEqual([
        401,
        `Bearer error="invalid_token", error_description="The access token is not valid for this service.", ${hint}`,
        '{"error":"invalid_token","error_description":"The access token is not valid for this service."}',
      ])
    }
  })

  it('finds the metadata of the resource where the challenge says', async () => {
    const gateway = await startGateway({ resource })
    for (const path of ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-protected-resource']) {
      const { status, body } = await gateway.send({ method: 'GET', path })
      expect([status, JSON.parse(body)]).toEqual([
        200,
        { resource: audience, authorization_servers: [issuer], scopes_supported: ['cx.read'], bearer_methods_supported: ['header'] },
      ])
    }
    expect((await gateway.send({ method: 'GET', path: '/.well-known/oauth-authorization-server/mcp' })).status).toBe(404)
  })

  it('cannot send the token in the address, nor in the body', async () => {
    const gateway = await startGateway()
    const { authorization: _authorization, ...bare } = modernHeaders('')
    const token = await makeToken(now)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = [
      { path: `/mcp?access_token=${token}`, headers: bare, body: JSON.stringify(modernCall()) },
      { headers: bare, body: JSON.stringify({ ...modernCall(), access_token: token }) },
      { headers: { ...bare, ...form }, body: `access_token=${token}` },
    ]
    for (const request of sent) expect((await gateway.send(request)).status).toBe(401)
  })

  it.each([
    ['no token after the scheme', ['Bearer']],
    ['two words after the scheme', ['Bearer a b']],
    ['two headers', ['Bearer a', 'Bearer b']],
    ['the same header twice', ['good', 'good']],
    ['a good header and an empty one', ['good', '']],
    ['an empty header and a good one', ['', 'good']],
  ])('is told with 400 of %s, even when one of them is good', async (_name, values) => {
    const gateway = await startGateway({ resource })
    const good = `Bearer ${await makeToken(now)}`
    const authorization = values.map((value) => (value === 'good' ? good : value))
    const answer = await gateway.send({ headers: { ...modernHeaders(''), authorization }, body: JSON.stringify(modernCall()) })
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      400,
      `Bearer error="invalid_request", error_description="The Authorization header could not be read.", ${hint}`,
    ])
  })

  it('is asked for a token without any error when theirs is of a scheme we do not speak', async () => {
    const gateway = await startGateway({ resource })
    const answer = await gateway.send({
      headers: { ...modernHeaders(''), authorization: 'Basic YTpi' },
      body: JSON.stringify(modernCall()),
    })
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, `Bearer ${hint}`])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('is refused and counted when the check itself %s', async (_name, authenticate) => {
    const metrics = createMetrics()
    const gateway = await startGateway({ authenticate, metrics })
    expect((await gateway.send({ headers: modernHeaders('x'), body: JSON.stringify(modernCall()) })).status).toBe(401)
    expect(await metrics.registry.getSingleMetricAsString('concierge_auth_failures_total')).toContain('{reason="fault"} 1')
  })
})
