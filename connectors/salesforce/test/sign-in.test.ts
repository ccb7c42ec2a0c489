import { generateKeyPairSync } from 'node:crypto'
import { startPretendBackend, type FastifyInstance, type PretendServer } from '@cx-concierge/connector-kit/sandbox'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { start, type SalesforceSandboxOptions } from '../sandbox/index.ts'
import salesforce from '../src/index.ts'
import { ask, connect, noon } from './connect.ts'
import { northwind } from './northwind.ts'

const acme = '001NwAcmeRobot1IRA'
const hourMs = 3_600_000

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

function tidy<Server extends PretendServer>(server: Server): Server {
  cleanUps.push(async () => await server.close())
  return server
}

async function organisation(options: Partial<SalesforceSandboxOptions> = {}, settings: Readonly<Record<string, unknown>> = {}) {
  const backend = tidy(await start({ data: () => northwind, now: () => noon, ...options }))
  const { connection } = connect({ ...backend.settings, ...settings }, options.now)
  return { backend, accounts: async () => await ask(connection.lookups.accounts, [acme]) }
}

/** A backend that signs anybody in and then does whatever the test says. */
async function stranger(routes: (app: FastifyInstance) => void, answer: (origin: string) => unknown = usualAnswer) {
  const server = tidy(
    await startPretendBackend({
      name: 'stranger',
      routes(app) {
        app.post('/services/oauth2/token', { config: { label: 'token' } }, (request) => answer(`http://${request.host}`))
        routes(app)
      },
    }),
  )
  const settings = {
    login_url: server.url,
    instance_hosts: [`127.0.0.1:${server.port}`],
    sign_in: { flow: 'client_credentials', client_id: 'id', client_secret: 'not-so-secret' },
  }
  let nowMs = noon
  const { connection } = connect(settings, () => (nowMs += 6_000))
  return { server, accounts: async () => await ask(connection.lookups.accounts, [acme]) }
}

function usualAnswer(origin: string): unknown {
  return { access_token: '00DNw!token', instance_url: origin, token_type: 'Bearer' }
}

describe('signing in', () => {
  it('happens again when the session has reached its end', async () => {
    let nowMs = noon
    const { backend, accounts } = await organisation({ now: () => nowMs, sessionMs: hourMs })
    await accounts()
    nowMs += hourMs + 1
    expect((await accounts()).get(acme)?.name).toBe('Acme Robotics')
    expect(backend.stats().byRoute).toEqual({ token: 2, composite: 3 })
  })

  it('happens once for everybody whose session has ended', async () => {
    let nowMs = noon
    const { backend, accounts } = await organisation({ now: () => nowMs, sessionMs: hourMs })
    await accounts()
    nowMs += hourMs + 1
    backend.resetStats()
    await Promise.all(Array.from({ length: 10 }, accounts))
    expect(backend.stats().byRoute['token']).toBe(1)
  })

  it('ends after one more try when every session is refused', async () => {
    let nowMs = noon
    const { backend, accounts } = await organisation({ now: () => nowMs })
    await accounts()
    nowMs += hourMs
    backend.resetStats()
    backend.fail({ kind: 'expired_session' })
    await expect(accounts()).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(backend.stats().byRoute).toEqual({ token: 1, composite: 2 })
  })

  it.each(['Account', 'AccountTeamMember'])(
    'happens again when the end of the session is told inside a composite answer, of %s',
    async (object) => {
      let refusals = 0
      let nowMs = noon
      const refuses = (asked: string) => (asked === object && refusals-- > 0 ? { status: 401, errorCode: 'INVALID_SESSION_ID' } : undefined)
      const { backend, accounts } = await organisation({ refuses, now: () => nowMs })
      await accounts()
      nowMs += 60_000
      refusals = 1
      expect((await accounts()).get(acme)).toMatchObject({ name: 'Acme Robotics', roles: { owner: [{}] } })
      expect(backend.stats().byRoute).toEqual({ token: 2, composite: 3 })
    },
  )

  it('does not follow the token answer to a host that is not allowed', async () => {
    const elsewhere = tidy(await startPretendBackend({ name: 'elsewhere', routes: () => undefined }))
    const { accounts } = await stranger(
      () => undefined,
      () => usualAnswer(elsewhere.url),
    )
    await expect(accounts()).rejects.toMatchObject({ code: 'HOST_NOT_ALLOWED' })
    expect(elsewhere.stats().requests).toBe(0)
  })

  it('takes no instance without TLS, with credentials or of the wrong kind', async () => {
    for (const instance of [
      'http://acme.my.salesforce.com',
      'https://me:you@acme.my.salesforce.com',
      'javascript:alert(1)',
      'https://acme.lightning.force.com',
      '',
    ]) {
      const { accounts } = await stranger(
        () => undefined,
        () => usualAnswer(instance),
      )
      await expect(accounts()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:HOST_NOT_ALLOWED|BACKEND_BAD_ANSWER)$/) })
    }
  })

  it('says what is wrong with an answer that holds no token', async () => {
    const { accounts } = await stranger(
      () => undefined,
      () => ({ scope: 'api' }),
    )
    await expect(accounts()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
  })

  it('is refused with the vendor’s reason when the assertion is for somebody else', async () => {
    for (const [change, reason] of [
      [{ audience: 'https://login.salesforce.com' }, 'invalid_grant'],
      [{ username: 'nobody@northwind.example' }, 'invalid_grant'],
      [{ client_id: 'another.client' }, 'invalid_client_id'],
    ] as const) {
      const backend = tidy(await start({ data: () => northwind, now: () => noon }))
      const signIn = Object.assign({}, backend.settings['sign_in'], change)
      const { connection } = connect({ ...backend.settings, sign_in: signIn })
      await expect(ask(connection.lookups.accounts, [acme])).rejects.toMatchObject({
        code: 'BACKEND_SIGN_IN_FAILED',
        message: `Salesforce refused to sign us in (${reason}).`,
      })
    }
  })

  it('is refused when the assertion is signed with another key', async () => {
    const backend = tidy(await start({ data: () => northwind, now: () => noon }))
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signIn = Object.assign({}, backend.settings['sign_in'], { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) })
    const { connection } = connect({ ...backend.settings, sign_in: signIn })
    await expect(ask(connection.lookups.accounts, [acme])).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
  })

  it('takes an assertion by the clock it was handed', async () => {
    const backend = tidy(await start({ data: () => northwind, now: () => noon + 181_000 }))
    const { connection } = connect(backend.settings, () => noon)
    await expect(ask(connection.lookups.accounts, [acme])).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
  })

  it('reads a key whose line breaks are written out, and refuses one that is none', async () => {
    const backend = tidy(await start({ data: () => northwind, now: () => noon }))
    const { key } = backend.settings['sign_in'] as { key: string }
    const withKey = (changed: string) => ({
      ...backend.settings,
      sign_in: Object.assign({}, backend.settings['sign_in'], { key: changed }),
    })
    const { connection } = connect(withKey(key.replaceAll('\n', String.raw`\n`)))
    expect((await ask(connection.lookups.accounts, [acme])).size).toBe(1)
    expect(() => connect(withKey('not a key'))).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})

describe('on the way', () => {
  it('no proxy of the environment is used', async () => {
    const proxy = tidy(await startPretendBackend({ name: 'proxy', routes: () => undefined }))
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, proxy.url)
    vi.stubEnv('NO_PROXY', '')
    vi.stubEnv('no_proxy', '')
    const { accounts } = await organisation()
    expect((await accounts()).size).toBe(1)
    expect(proxy.stats().requests).toBe(0)
  })

  it('no redirect is followed', async () => {
    const elsewhere = tidy(await startPretendBackend({ name: 'elsewhere', routes: () => undefined }))
    const { accounts } = await stranger((app) => {
      app.post('/services/data/*', (_request, reply) => reply.redirect(`${elsewhere.url}/collect`, 307))
    })
    await expect(accounts()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    expect(elsewhere.stats().requests).toBe(0)
  })

  it('the next page is never looked for anywhere but among the queries', async () => {
    for (const next of [
      'http://evil.example/services/data/v68.0/query/01g-1',
      '//evil.example/query/01g-1',
      '/services/data/v68.0/sobjects/User',
      '/services/data/v68.0/query/../limits',
      undefined,
    ]) {
      const { server, accounts } = await stranger((app) => {
        const body = { records: [], done: false, nextRecordsUrl: next }
        app.post('/services/data/*', () => ({
          compositeResponse: [0, 1, 2].map((part) => ({ referenceId: `query${part}`, httpStatusCode: 200, body })),
        }))
      })
      await expect(accounts()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
      expect(server.stats().requests).toBe(2)
    }
  })

  it.each([
    [502, 'BACKEND_UNAVAILABLE'],
    [403, 'BACKEND_REFUSED'],
    [429, 'BACKEND_RATE_LIMITED'],
    [404, 'BACKEND_BAD_ANSWER'],
  ])('an error %i in somebody else’s words is judged by its status', async (status, code) => {
    for (const body of [{ message: 'Bad things happened', status: 'error' }, { errorCode: 'oops' }]) {
      const { accounts } = await stranger((app) => app.post('/services/data/*', (_request, reply) => reply.code(status).send(body)))
      await expect(accounts()).rejects.toMatchObject({ code })
    }
  })

  it('answers of another shape are bad answers', async () => {
    for (const answer of [
      [],
      {},
      null,
      'text',
      { compositeResponse: [] },
      { compositeResponse: [{ referenceId: 'query0', httpStatusCode: 200, body: { records: [{}] } }] },
    ]) {
      const { accounts } = await stranger((app) => {
        app.post('/services/data/*', (_request, reply) => reply.type('application/json').send(JSON.stringify(answer)))
      })
      await expect(accounts()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    }
  })

  it.each([
    [403, 'REQUEST_LIMIT_EXCEEDED', 'BACKEND_RATE_LIMITED'],
    [403, 'API_DISABLED_FOR_ORG', 'BACKEND_REFUSED'],
    [503, 'SERVER_UNAVAILABLE', 'BACKEND_UNAVAILABLE'],
    [500, 'UNKNOWN_EXCEPTION', 'BACKEND_UNAVAILABLE'],
    [400, 'QUERY_TIMEOUT', 'BACKEND_TIMEOUT'],
    [400, 'MALFORMED_QUERY', 'BACKEND_REFUSED'],
  ])('%i %s is told apart, outside a composite answer and inside', async (status, errorCode, code) => {
    const { accounts: outside } = await stranger((app) => {
      app.post('/services/data/*', (_request, reply) => reply.code(status).send([{ errorCode, message: 'sam@consult.example' }]))
    })
    const { accounts: inside } = await organisation({ refuses: (object) => (object === 'Account' ? { status, errorCode } : undefined) })
    for (const accounts of [outside, inside]) {
      await expect(accounts()).rejects.toMatchObject({ code, message: expect.not.stringContaining('@') })
    }
  })
})

describe('settings', () => {
  const signIn = { flow: 'client_credentials', client_id: 'id', client_secret: 'secret' }

  it('allow client credentials on the My Domain address only', () => {
    expect(salesforce.settings.safeParse({ sign_in: signIn }).success).toBe(false)
    expect(salesforce.settings.safeParse({ sign_in: signIn, login_url: 'https://acme.my.salesforce.com' }).success).toBe(true)
  })

  it('allow the login host and the instances of My Domain by default, and no wildcard wider than a company', () => {
    const jwt = salesforce.settings.parse({ sign_in: { flow: 'jwt', client_id: 'a', username: 'b', key: 'c' } })
    expect(salesforce.hosts(jwt)).toEqual(['login.salesforce.com', '*.my.salesforce.com'])
    for (const host of ['*', '*.com', '*.salesforce.com', 'https://acme.my.salesforce.com', 'a b']) {
      expect(salesforce.settings.safeParse({ ...jwt, instance_hosts: [host] }).success).toBe(false)
    }
  })

  it('take field names only', () => {
    for (const name of ['Name FROM User', 'Owner.Email', "Name'", '']) {
      expect(
        salesforce.settings.safeParse({ sign_in: signIn, login_url: 'https://a.example', fields: { account: { name } } }).success,
      ).toBe(false)
    }
  })
})
