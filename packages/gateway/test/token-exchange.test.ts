import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { fastify, type FastifyReply } from 'fastify'
import { jwtVerify } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { Caller } from '@cx-concierge/contract'
import { keepCallerToken } from '../src/auth/caller-token.ts'
import type { TokenAlgorithm } from '../src/index.ts'
import { createTokenExchange } from '../src/auth/token-exchange.ts'

type Form = Readonly<Record<string, string>>
type Answer = (form: Form, authorization: string | undefined) => { readonly status: number; readonly body: unknown }

const issuer = 'https://login.acme.example'
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const callerNamed = (subject: string): Caller => ({
  issuer,
  subject,
  client: 'assistant',
  audience: 'internal',
  scopes: new Set(),
  emailVerified: false,
  customerVerified: false,
})

/** A token endpoint that answers as told, and exchanged access by it. */
async function exchanging(
  answer: Answer,
  proof: { readonly clientSecret: string } | { readonly privateKey: string; readonly algorithm: TokenAlgorithm } = {
    clientSecret: 'desk secret/1',
  },
) {
  const time = { now: Date.UTC(2026, 10, 20, 15) }
  const forms: Form[] = []
  const app = fastify()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
  app.post<{ Body: Form }>('/oauth/token', async (request, reply): Promise<FastifyReply> => {
    forms.push(request.body)
    const { status, body } = answer(request.body, request.headers.authorization)
    return await reply.code(status).send(body)
  })
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/oauth/token`
  const access = createTokenExchange({
    source: 'crm',
    target: { audience: 'crm-api', resource: 'https://crm.acme.example', scope: ['api', 'read'] },
    exchanges: new Map([[issuer, { url, clientId: 'desk', ...proof }]]),
    privateHosts: [],
    timeoutMs: 2_000,
    clock: { now: () => time.now, monotonic: () => time.now },
  })
  closing.push(
    () => access.close(),
    () => app.close(),
  )
  const signedIn = (subject = 'jane', token = `token-of-${subject}`, from = issuer): Caller => {
    const caller = callerNamed(subject)
    keepCallerToken(caller, from, token, time.now + 3_600_000)
    return caller
  }
  return { access, forms, time, url, signedIn }
}

const granted = (more: object = {}) => ({
  status: 200,
  body: { access_token: 'exchanged', token_type: 'Bearer', expires_in: 300, ...more },
})

describe('a caller’s token', () => {
  it('is exchanged in the words of RFC 8693, by a desk that proves itself with its secret', async () => {
    const seen: (string | undefined)[] = []
    const { access, forms, signedIn } = await exchanging((_form, authorization) => {
      seen.push(authorization)
      return granted()
    })
    const { bearer } = await access.get(signedIn())
    expect(bearer?.reveal()).toBe('exchanged')
    expect(forms).toEqual([
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: 'token-of-jane',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: 'crm-api',
        resource: 'https://crm.acme.example',
        scope: 'api read',
      },
    ])
    expect(seen).toEqual([`Basic ${Buffer.from('desk:desk+secret%2F1').toString('base64')}`])
  })

  it.each(['rsa', 'ec'] as const)('is exchanged by a desk that proves itself with a key (%s)', async (kind) => {
    const { publicKey, privateKey } =
      kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { access, forms, time, signedIn } = await exchanging(() => granted(), {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      algorithm: kind === 'rsa' ? 'RS256' : 'ES256',
    })
    await access.get(signedIn())
    const [form] = forms
    expect(form?.['client_id']).toBe('desk')
    const { payload } = await jwtVerify(form?.['client_assertion'] ?? '', publicKey, { audience: issuer, currentDate: new Date(time.now) })
    expect(payload).toMatchObject({ iss: 'desk', sub: 'desk', exp: Math.floor(time.now / 1000) + 60 })
  })

  it('is in hand for the very caller it came with, and for no copy; and shows in neither', async () => {
    const { access, forms, signedIn } = await exchanging(() => granted())
    const caller = signedIn()
    await access.get(caller)
    expect(access.held(caller)).toBeDefined()
    expect(access.held({ ...caller })).toBeUndefined()
    await expect(access.get({ ...caller })).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(forms).toHaveLength(1)
    const shown = [caller, access.held(caller)].map((value) => inspect(value, { depth: null, showHidden: true }) + JSON.stringify(value))
    expect(shown.join('')).not.toMatch(/token-of-jane|exchanged/)
  })

  it('of an issuer that exchanges none is sent to nobody', async () => {
    const { access, forms, signedIn } = await exchanging(() => granted())
    await expect(access.get(signedIn('eve', 'token', 'https://elsewhere.example'))).rejects.toMatchObject({
      code: 'BACKEND_SIGN_IN_FAILED',
    })
    expect(forms).toEqual([])
  })
})

describe('an exchanged token', () => {
  it('is used until shortly before its end, or the end of the token it was exchanged for', async () => {
    const { access, forms, time, signedIn } = await exchanging(() => granted({ expires_in: 7_200 }))
    const caller = signedIn()
    const first = await access.get(caller)
    time.now += 3_500_000
    expect(await access.get(caller)).toBe(first)
    time.now += 71_000
    expect(access.held(caller)).toBeUndefined()
    await access.get(caller)
    expect(forms).toHaveLength(2)
  })

  it('stands for a person, a client and scopes: a renewed one for the same, one with other scopes for another', async () => {
    const scopes = ['api', 'api', 'api read']
    const { access, time, signedIn } = await exchanging(() => granted({ scope: scopes.shift() }))
    const caller = signedIn()
    const first = await access.get(caller)
    time.now += 10_000
    const second = await access.get(caller, first)
    time.now += 10_000
    const third = await access.get(caller, second)
    expect(second).not.toBe(first)
    expect(second.credentials).toEqual(first.credentials)
    expect(third.credentials).not.toEqual(first.credentials)
    expect((await access.get(signedIn('tom'))).credentials).not.toEqual(first.credentials)
  })

  it('that is refused as soon as it was given is not exchanged again and again', async () => {
    const { access, forms, signedIn } = await exchanging(() => granted())
    const caller = signedIn()
    const first = await access.get(caller)
    await expect(access.get(caller, first)).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(forms).toHaveLength(1)
  })
})

describe('an issuer that', () => {
  it.each([
    ['refuses', { status: 400, body: { error: 'invalid_target' } }, 'BACKEND_SIGN_IN_FAILED'],
    ['does not know the desk', { status: 401, body: { error: 'invalid_client' } }, 'BACKEND_SIGN_IN_FAILED'],
    ['is out of order', { status: 503, body: '' }, 'BACKEND_UNAVAILABLE'],
    ['answers with a page', { status: 200, body: '<html>' }, 'BACKEND_BAD_ANSWER'],
    ['gives something that is no bearer token', granted({ token_type: 'N_A' }), 'BACKEND_BAD_ANSWER'],
  ])('%s is told as what it is, and left alone for some seconds', async (_what, answer, code) => {
    const { access, forms, time, signedIn } = await exchanging(() => answer)
    const caller = signedIn()
    for (let call = 0; call < 3; call += 1) await expect(access.get(caller)).rejects.toMatchObject({ code })
    expect(forms).toHaveLength(1)
    time.now += 5_000
    await expect(access.get(caller)).rejects.toMatchObject({ code })
    expect(forms).toHaveLength(2)
  })
})
