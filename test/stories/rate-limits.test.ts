import { afterEach, describe, expect, test } from 'vitest'
import { modernRequest, postRpc } from '../support/raw-rpc.ts'
import { withoutLimit } from '../support/without-limit.ts'
import { call, structured } from './support/call.ts'
import { openStoryDesk, type StoryDesk, type StoryOptions } from './support/story-desk.ts'
import { platform, type TokenClaims } from './support/tokens.ts'

const tool = 'get_escalation_contact'
const acme = { account_id: '001NwAcmeRobot1IRA' }
const minute = (calls: number) => ({ calls, perMs: 60_000 })

let desk: StoryDesk | undefined
afterEach(async () => {
  await desk?.[Symbol.asyncDispose]()
  desk = undefined
})

async function deskWith(rates: Partial<NonNullable<StoryOptions['rates']>>): Promise<StoryDesk> {
  desk = await openStoryDesk({ rates: { ...withoutLimit, ...rates } })
  return desk
}

/** Calls so many times; says which were answered. */
async function callTimes(at: StoryDesk, times: number, claims: TokenClaims = platform, args: object = acme): Promise<boolean[]> {
  const token = await at.token(claims)
  const answered: boolean[] = []
  for (let index = 0; index < times; index += 1) answered.push((await call(at.url, token, tool, args)).result?.isError !== true)
  return answered
}

const yes = (count: number) => Array.from({ length: count }, () => true)
const no = (count: number) => Array.from({ length: count }, () => false)

describe('a caller who asks too often', () => {
  test('is told when to come back and whom the customer can turn to meanwhile; then is served again', async () => {
    const at = await deskWith({ caller: minute(3) })
    const token = await at.token(platform)
    expect(await callTimes(at, 3)).toEqual(yes(3))
    const refused = await call(at.url, token, tool, acme)
    expect(refused.httpStatus).toBe(200)
    expect(refused.result).toMatchObject({ isError: true })
    expect(refused.result?.structuredContent).toBeUndefined()
    expect(refused.result?.content[0]?.text).toBe(
      'Too many calls from this caller. Wait 20 seconds before calling again; do not loop. Until then they can write to Northwind Support, support@northwind.example.',
    )
    at.advance(20_000)
    expect(structured(await call(at.url, token, tool, acme))['status']).toBe('ok')
    expect(await callTimes(at, 1)).toEqual(no(1))
  })

  test('makes the desk ask no backend, and leaves a record of every refusal', async () => {
    const at = await deskWith({ caller: minute(1) })
    await callTimes(at, 1)
    for (const backend of at.backends.values()) backend.resetStats()
    at.advance(1000)
    expect(await callTimes(at, 5, platform, { account_id: '001NwIrisBankA1IRI' })).toEqual(no(5))
    expect([...at.backends.values()].map((backend) => backend.stats().requests)).toEqual([0, 0, 0, 0])
    const audits = await at.gateway.store.audits({ limit: 10 })
    expect(audits.filter(({ result, outcome }) => result === 'rate_limited' && outcome === 'refused')).toHaveLength(5)
  })

  test('is refused everything else with 429 and Retry-After, in both eras', async () => {
    const at = await deskWith({ caller: minute(2) })
    const token = await at.token(platform)
    await callTimes(at, 2)
    const { body, headers } = modernRequest('tools/list')
    const answers = [
      await postRpc(at.url, token, body, headers),
      await postRpc(at.url, token, { jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(429)
      expect(answer.headers.get('retry-after')).toBe('30')
      expect(answer.messages).toEqual([
        { jsonrpc: '2.0', id: null, error: { code: -32_000, message: 'Too Many Requests: wait 30 s, then try again' } },
      ])
    }
  })

  test('cannot hide calls in a batch: each message counts, and each refused call is recorded', async () => {
    const at = await deskWith({ caller: minute(5) })
    const token = await at.token(platform)
    const batch = (size: number) =>
      Array.from({ length: size }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: acme } }))
    expect((await postRpc(at.url, token, batch(4))).status).toBe(200)
    expect((await postRpc(at.url, token, batch(4))).status).toBe(429)
    expect(await callTimes(at, 2)).toEqual([true, false])
    const audits = await at.gateway.store.audits({ limit: 20 })
    expect(audits.filter(({ result }) => result === 'rate_limited')).toHaveLength(5)
  })

  test('is told how large a batch may be when theirs is larger than all they may ask, and that does not change by waiting', async () => {
    const at = await deskWith({ caller: minute(3) })
    const token = await at.token(platform)
    const batch = (size: number) =>
      Array.from({ length: size }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: acme } }))
    for (let tries = 0; tries < 2; tries += 1) {
      const refused = await postRpc(at.url, token, batch(4))
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([400, null])
      expect(refused.messages[0]).toMatchObject({
        error: { code: -32_600, message: expect.stringContaining('must not exceed 3 messages') },
      })
      at.advance(300_000)
    }
    const audits = await at.gateway.store.audits({ limit: 20 })
    expect(audits.filter(({ result }) => result === 'rate_limited')).toHaveLength(8)
    expect((await postRpc(at.url, token, batch(3))).status).toBe(200)
  })

  test('does not touch another caller’s allowance', async () => {
    const at = await deskWith({ caller: minute(2) })
    expect(await callTimes(at, 3)).toEqual([true, true, false])
    expect(await callTimes(at, 3, { ...platform, subject: 'another' })).toEqual([true, true, false])
  })
})

describe('one AI client used by many', () => {
  test('a noisy caller leaves each of the others its whole share', async () => {
    const at = await deskWith({ client: minute(40) })
    const quiet = ['ann', 'ben', 'eve'].map((subject) => ({ ...platform, subject }))
    await callTimes(at, 60, { ...platform, subject: 'noisy' })
    for (const claims of quiet) await callTimes(at, 1, claims)
    for (let second = 0; second < 10; second += 1) {
      at.advance(6_000)
      // a share is ten a minute: one every six seconds
      for (const claims of quiet) expect(await callTimes(at, 1, claims)).toEqual([true])
      await callTimes(at, 10, { ...platform, subject: 'noisy' })
    }
  })
})

describe('one customer asked about by many', () => {
  test('is one allowance, however the account is spelled', async () => {
    const at = await deskWith({ account: minute(4) })
    expect(await callTimes(at, 2)).toEqual(yes(2))
    expect(await callTimes(at, 2, platform, { account_id: acme.account_id.slice(0, 15) })).toEqual(yes(2))
    expect(await callTimes(at, 1)).toEqual(no(1))
    expect(await callTimes(at, 1, platform, { account_id: '001NwIrisBankA1IRI' })).toEqual(yes(1))
  })

  test('is one allowance, whichever of its names is used: id, number, a contact’s address, anybody’s at its domain', async () => {
    const at = await deskWith({ account: minute(4) })
    const names = [
      acme,
      { account_id: '12345' },
      { email: 'jane.doe@acme-robotics.example' },
      { email: 'anybody-1@acme-robotics.example' },
      { email: 'anybody-2@acme-robotics.example' },
      { email: 'anybody-3@acme-robotics.example' },
    ]
    const answered: boolean[] = []
    for (const name of names) answered.push(...(await callTimes(at, 1, platform, name)))
    expect(answered).toEqual([...yes(4), ...no(2)])
    for (const name of names) expect(await callTimes(at, 1, platform, name)).toEqual(no(1))
    const audits = await at.gateway.store.audits({ limit: 30 })
    expect(audits.map(({ result }) => result === 'rate_limited').filter(Boolean)).toHaveLength(8)
    expect(audits).toHaveLength(12)
    expect(await callTimes(at, 1, platform, { account_id: '001NwIrisBankA1IRI' })).toEqual(yes(1))
    at.advance(15_000)
    expect(await callTimes(at, 1, platform, { email: 'anybody-4@acme-robotics.example' })).toEqual(yes(1))
  })
})
