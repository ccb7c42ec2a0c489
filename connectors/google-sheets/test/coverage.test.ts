import { generateKeyPairSync } from 'node:crypto'
import { startPretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SheetCell } from '../sandbox/grid.ts'
import { start, type SheetsSandboxOptions } from '../sandbox/index.ts'
import googleSheets from '../src/index.ts'
import { connect, noon } from './connect.ts'
import { northwind } from './northwind.ts'

const sarah = 'sarah.jenkins@northwind.example'
const hourMs = 3_600_000

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function sheet(options: Partial<SheetsSandboxOptions> = {}, settings: Readonly<Record<string, unknown>> = {}) {
  const backend = await start({ data: () => northwind, now: () => noon, ...options })
  const trial = connect({ ...backend.settings, ...settings }, options.now)
  cleanUps.push(
    async () => await trial.connection.close?.(),
    async () => await backend.close(),
  )
  return { backend, ...trial }
}

async function grid(...values: readonly (readonly SheetCell[])[]) {
  return await sheet({ data: () => ({ values }) })
}

describe('the booking sheet', () => {
  it('is read whole, in one request once its columns were found', async () => {
    const { backend, coverage } = await sheet()
    expect([...(await coverage()).keys()]).toEqual([sarah, 'hugo.lind@northwind.example'])
    expect(backend.stats().byRoute).toEqual({ token: 1, 'values:batchGet': 2 })
    backend.resetStats()
    await coverage()
    expect(backend.stats().byRoute).toEqual({ 'values:batchGet': 1 })
  })

  it('is read right when somebody moved its columns since the last time', async () => {
    const header = ['Work email', 'Booking link', 'Languages']
    const row = ['a@northwind.example', 'https://book.northwind.example/a', 'fr']
    const order = { now: [0, 1, 2] }
    const inOrder = (cells: readonly string[]): string[] => order.now.map((place) => cells[place] ?? 'Desk 12')
    const { coverage } = await sheet({ data: () => ({ values: [inOrder(header), inOrder(row)] }) })
    const before = await coverage()
    order.now = [2, 9, 0, 1]
    expect(await coverage()).toEqual(before)
    expect(before.get('a@northwind.example')).toEqual({ bookingUrl: row[1], languages: ['fr'] })
  })

  it('is understood in any order and case of its columns, with cells and rows missing', async () => {
    const { coverage, logLines } = await grid(
      ['', 'LANGUAGES ', 'Notes', 'out until', ' work EMAIL', 'Booking link', 'Backup email', 'Out from'],
      ['', 'en', '', '', 'a@northwind.example'],
      [],
      ['', '', 'only a note'],
      ['', '', '', '2026-12-01', 'b@northwind.example'],
    )
    expect(Object.fromEntries(await coverage())).toEqual({
      'a@northwind.example': { languages: ['en'] },
      'b@northwind.example': { outUntil: '2026-12-01' },
    })
    expect(logLines).toEqual([])
  })

  it('without its key column is a bad answer that names the column', async () => {
    for (const values of [[['Email', 'Booking link']], [['#REF!']], []]) {
      const { coverage, connection } = await grid(...values)
      const refusal = { code: 'BACKEND_BAD_ANSWER', message: 'The tab has no column called "Work email".' }
      await expect(coverage()).rejects.toMatchObject(refusal)
      await expect(connection.check({ signal: AbortSignal.timeout(5_000) })).rejects.toMatchObject(refusal)
    }
  })

  it('without another column goes on, and says so once', async () => {
    const { coverage, logLines } = await grid(['Work email', 'Languages'], ['a@northwind.example', 'en'])
    await coverage()
    expect((await coverage()).get('a@northwind.example')).toEqual({ languages: ['en'] })
    expect(logLines).toEqual(
      ['Booking link', 'Backup email', 'Out from', 'Out until'].map((column) => `google_sheets.column_missing {"column":"${column}"}`),
    )
  })

  it('with two rows for one colleague counts the first, and says which row does not', async () => {
    const { coverage, logLines } = await grid(
      ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until'],
      ['A@northwind.example', '', 'en'],
      ['a@northwind.example ', '', 'sv'],
      ['#N/A', '', 'sv'],
      ['somebody', '', 'sv'],
    )
    expect(Object.fromEntries(await coverage())).toEqual({ 'a@northwind.example': { languages: ['en'] } })
    expect(logLines).toEqual([
      'google_sheets.duplicate_row {"row":3}',
      'google_sheets.key_failed {"row":4}',
      'google_sheets.key_not_an_email {"row":5}',
    ])
  })

  it('tells what was filled in and cannot be used, and keeps the rest', async () => {
    const { coverage } = await grid(
      ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until'],
      ['a@northwind.example', '#REF!', 'en', 'Rosa', '2026-11-24', '24 Dec'],
      ['b@northwind.example', 'https://book.northwind.example/b', '', '', '2026-12-24', '2026-12-01'],
    )
    expect(Object.fromEntries(await coverage())).toEqual({
      'a@northwind.example': { languages: ['en'], rejected: ['booking_url', 'backup', 'out_of_office'] },
      'b@northwind.example': { bookingUrl: 'https://book.northwind.example/b', rejected: ['out_of_office'] },
    })
  })

  it('may leave columns out on purpose, and call them anything', async () => {
    const { coverage, logLines } = await sheet(
      {
        data: () => ({
          values: [
            ['Who', 'Link'],
            ['a@northwind.example', 'https://book.northwind.example/a'],
          ],
        }),
        tab: "Sarah's tab",
      },
      {
        tab: "Sarah's tab",
        key_column: 'who',
        columns: { booking_url: 'link', languages: null, backup: null, out_from: null, out_until: null },
      },
    )
    expect((await coverage()).get('a@northwind.example')).toEqual({ bookingUrl: 'https://book.northwind.example/a' })
    expect(logLines).toEqual([])
  })
})

describe('Google', () => {
  it('is asked for a new token when the hour is over', async () => {
    let nowMs = noon
    const { backend, coverage } = await sheet({ now: () => nowMs })
    await coverage()
    nowMs += hourMs
    expect((await coverage()).size).toBe(2)
    expect(backend.stats().byRoute).toEqual({ token: 2, 'values:batchGet': 4 })
  })

  it('is asked for one more token only when every token is refused', async () => {
    let nowMs = noon
    const { backend, coverage } = await sheet({ now: () => nowMs })
    await coverage()
    nowMs += hourMs
    backend.resetStats()
    backend.fail({ kind: 'expired_session' })
    await expect(coverage()).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(backend.stats().byRoute).toEqual({ token: 1, 'values:batchGet': 2 })
  })

  it('that says the quota is used up is left alone for a minute', async () => {
    let nowMs = noon
    const { coverage } = await sheet({ readsPerMinute: 2, now: () => nowMs })
    await coverage()
    await expect(coverage()).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED', retryAfterMs: 60_000 })
    nowMs += 60_000
    expect((await coverage()).size).toBe(2)
  })

  it('says when the sheet is not shared, does not exist or has no such tab', async () => {
    await expect((await sheet({ shared: false })).coverage()).rejects.toMatchObject({
      code: 'BACKEND_REFUSED',
      message: 'The spreadsheet is not shared with the service account.',
    })
    await expect((await sheet({}, { spreadsheet: 'x'.repeat(44) })).coverage()).rejects.toMatchObject({
      code: 'BACKEND_REFUSED',
      message: 'There is no spreadsheet of that id.',
    })
    await expect((await sheet({}, { tab: 'Other!A1:Z9' })).coverage()).rejects.toMatchObject({
      code: 'BACKEND_BAD_ANSWER',
      message: 'The spreadsheet has no tab of that name.',
    })
  })

  it.each(['{"values": [[', '"text"', '[]', '{"values": {}}', '{"values": [[{}]]}', ''])(
    'that answers %j is not understood',
    async (body) => {
      const google = await start({ data: () => northwind, now: () => noon })
      const odd = await startPretendBackend({
        name: 'odd',
        routes: (app) => app.get('/v4/*', (_request, reply) => reply.type('application/json').send(body)),
      })
      cleanUps.push(google.close, odd.close)
      await expect(connect({ ...google.settings, api_url: odd.url }).coverage()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    },
  )

  it.each([
    [400, '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}', 'BACKEND_SIGN_IN_FAILED'],
    [401, '{"error":"unauthorized_client"}', 'BACKEND_SIGN_IN_FAILED'],
    [429, '{"error":"rate_limit_exceeded"}', 'BACKEND_RATE_LIMITED'],
    [500, '{"error":"internal_failure"}', 'BACKEND_UNAVAILABLE'],
    [200, '<html></html>', 'BACKEND_BAD_ANSWER'],
    [200, '{"expires_in":3599}', 'BACKEND_BAD_ANSWER'],
  ])('that answers a sign-in with %i %s means %s, asked once', async (status, body, code) => {
    const google = await start({ data: () => northwind, now: () => noon })
    const odd = await startPretendBackend({
      name: 'odd',
      routes: (app) => app.post('/token', (_request, reply) => reply.code(status).type('application/json').send(body)),
    })
    cleanUps.push(google.close, odd.close)
    await expect(connect({ ...google.settings, token_url: `${odd.url}/token` }).coverage()).rejects.toMatchObject({ code })
    expect(odd.stats().requests).toBe(1)
  })

  it('is reached past the proxies of the environment, and its redirects lead nowhere', async () => {
    const elsewhere = await startPretendBackend({ name: 'elsewhere', routes: () => undefined })
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, elsewhere.url)
    vi.stubEnv('GOOGLE_CLOUD_UNIVERSE_DOMAIN', 'elsewhere.example')
    const { backend, coverage } = await sheet()
    expect((await coverage()).size).toBe(2)
    const odd = await startPretendBackend({
      name: 'odd',
      routes: (app) => app.get('/v4/*', (_request, reply) => reply.redirect(`${elsewhere.url}/collect`)),
    })
    cleanUps.push(elsewhere.close, odd.close)
    await expect(connect({ ...backend.settings, api_url: odd.url }).coverage()).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    expect(elsewhere.stats().requests).toBe(0)
  })

  it('takes no assertion signed with another key', async () => {
    const { backend } = await sheet()
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signIn = Object.assign({}, backend.settings['sign_in'], { private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) })
    await expect(connect({ ...backend.settings, sign_in: signIn }).coverage()).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
  })

  it('takes no assertion for another address, or of another hour', async () => {
    const { backend } = await sheet()
    await expect(connect(backend.settings, () => noon - 2 * hourMs).coverage()).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    const alias = `${backend.url}/token?x=1`
    await expect(connect({ ...backend.settings, token_url: alias }).coverage()).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
  })
})

describe('settings', () => {
  it('take a key file as it was downloaded, and a key whose line breaks are written out', async () => {
    const { backend } = await sheet()
    const { client_email, private_key } = Object.assign({ client_email: '', private_key: '' }, backend.settings['sign_in'])
    const keyFile = JSON.stringify({ type: 'service_account', client_email, private_key, token_uri: 'https://elsewhere.example/token' })
    expect((await connect({ ...backend.settings, sign_in: { key_file: keyFile } }).coverage()).size).toBe(2)
    const oneLine = private_key.replaceAll('\n', String.raw`\n`)
    expect((await connect({ ...backend.settings, sign_in: { client_email, private_key: oneLine } }).coverage()).size).toBe(2)
  })

  it('refuse keys and ids that are none', async () => {
    const { backend } = await sheet()
    const accepted = (change: object) => googleSheets.settings.safeParse({ ...backend.settings, ...change }).success
    expect(accepted({ sign_in: { key_file: '{"client_email":"a"}' } })).toBe(false)
    expect(accepted({ sign_in: { key_file: '/etc/key.json' } })).toBe(false)
    expect(accepted({ spreadsheet: '../../drive/v3/files/abcdefghijkl' })).toBe(false)
    expect(accepted({ api_url: 'https://sheets.googleapis.com/v4' })).toBe(false)
    expect(() => connect({ ...backend.settings, sign_in: { client_email: 'a@b.example', private_key: 'no key' } })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })

  it('lead to Google’s own two hosts and nowhere else when nothing else is said', async () => {
    const { backend } = await sheet()
    const { spreadsheet, sign_in } = backend.settings
    expect(googleSheets.hosts(googleSheets.settings.parse({ spreadsheet, sign_in }))).toEqual([
      'oauth2.googleapis.com',
      'sheets.googleapis.com',
    ])
  })
})
