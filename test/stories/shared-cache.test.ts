import { randomUUID } from 'node:crypto'
import { sealed } from '@cx-concierge/contract'
import { forgetEverywhere } from '@cx-concierge/gateway'
import { afterEach, describe, expect, it } from 'vitest'
import { concierge } from '../../packages/cli/test/support/concierge.ts'
import { configWith } from '../../packages/cli/test/support/config-copy.ts'
import { checkSharedCache } from '../../packages/cli/src/doctor/check-shared-cache.ts'
import { cacheUrl, hasCacheServer, strangeServer } from '../support/cache-server.ts'
import { wayTo } from '../support/way.ts'
import { openCallerDesk, priyas, toms } from './support/caller-desk.ts'
import { call, contactOf, structured, type Answered } from './support/call.ts'
import { metricsOf } from './support/metrics.ts'
import { connected, withSharedKey } from './support/shared-cache.ts'
import { openStoryDesk, storyMoment, type StoryDesk, type StoryOptions } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

const isThere = await hasCacheServer()
const acme = '001NwAcmeRobot1IRA'

const desks: StoryDesk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk[Symbol.asyncDispose]()
})

/** A desk that shares with others that hold the same key. */
async function sharingDesk(options: StoryOptions & { readonly key?: string } = {}): Promise<StoryDesk> {
  const withKey = withSharedKey(options.key)
  const edit = (text: string, file: string): string => (options.edit ?? ((same) => same))(withKey(text, file), file)
  const desk = await openStoryDesk({ cacheUrl, ...options, edit })
  desks.push(desk)
  return desk
}

const ask = async (desk: StoryDesk, url: string, account = acme): Promise<Answered> =>
  await call(url, await desk.token(platform), 'get_escalation_contact', { account_id: account })

/** Requests for data that any backend has seen. */
const asked = (desk: StoryDesk): number =>
  [...desk.backends.values()].flatMap((backend) => backend.seen()).filter(({ url }) => !url.includes('/token')).length

/** No reply waits until what was read is there for others. */
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

describe.skipIf(!isThere)('two replicas over one cache', () => {
  it('ask each backend once, and answer alike', async () => {
    const desk = await sharingDesk()
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    const first = await ask(desk, desk.url)
    await written()
    const before = asked(desk)
    expect(before).toBeGreaterThan(3)
    const second = await ask(desk, other.url)
    expect(asked(desk)).toBe(before)
    expect(contactOf(second)).toEqual(contactOf(first))
  })

  it('cost three look-ups and no more when there are three and all ask at once', async () => {
    const desk = await sharingDesk()
    const urls = [desk.url, (await desk.another()).url, (await desk.another()).url]
    await Promise.all(urls.map(connected))
    const token = await desk.token(platform)
    const all = urls.flatMap((url) => Array.from({ length: 50 }, () => call(url, token, 'get_account_health', { account_id: acme })))
    for (const answer of await Promise.all(all)) expect(answer.result?.isError).toBeUndefined()
    const accounts =
      desk.backends
        .get('salesforce')
        ?.seen()
        .filter(({ url }) => /FROM\+Account|FROM%20Account|FROM Account/.test(url)) ?? []
    expect(asked(desk)).toBeGreaterThan(0)
    expect(accounts.length).toBeLessThanOrEqual(3)
  })

  it('go on with what the other has read when a backend is down, and say how old it is', async () => {
    const desk = await sharingDesk()
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    await ask(desk, desk.url)
    await written()
    desk.advance(20 * 60_000)
    await desk.backends.get('salesforce')?.down()
    expect(structured(await ask(desk, other.url))).toMatchObject({
      status: 'degraded',
      contact: { name: 'Sarah Jenkins' },
      freshness: { state: 'stale', as_of: new Date(storyMoment).toISOString().replace('.000', '') },
    })
  })

  it('share nothing when their keys differ', async () => {
    const [one, other] = [await sharingDesk(), await sharingDesk()]
    await Promise.all([connected(one.url), connected(other.url)])
    await ask(one, one.url)
    await written()
    await ask(other, other.url)
    expect(asked(other)).toBe(asked(one))
  })

  it('forget together what they remember', async () => {
    const desk = await sharingDesk()
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    await ask(desk, desk.url)
    const remembered = (): unknown => desk.gateway.desk.sources.get('salesforce')?.peek('accounts', acme)
    expect(remembered()).toBeDefined()
    other.bus.publish({ kind: 'forget' })
    await expect.poll(remembered).toBeUndefined()
  })

  it('forget together when a customer is to be forgotten from the command line', async () => {
    const key = `a-key-that-lies-in-the-environment-${randomUUID()}`
    const desk = await sharingDesk({ key, now: Date.now })
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    await ask(desk, desk.url)
    await written()
    await ask(desk, other.url)
    const before = asked(desk)
    await using folder = await configWith([['access.yaml', 'served_as:', "shared_cache: { key: '${env:CACHE_KEY}' }\nserved_as:"]])
    const env = { CACHE_URL: cacheUrl, CACHE_KEY: key }
    const ended = await concierge(['audit', 'forget', acme, '--yes', '--data', desk.folder, '--config', folder.path], env, 20_000)
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/The shared cache and 2 running replicas forget/) })
    for (const gateway of [desk.gateway, other])
      await expect.poll(() => gateway.desk.sources.get('salesforce')?.peek('accounts', acme)).toBeUndefined()
    await ask(desk, other.url)
    expect(asked(desk)).toBeGreaterThan(before)
  })

  it('forget later when they could not be told at once', async () => {
    const [way, key] = [await wayTo(cacheUrl), randomUUID()]
    const desk = await sharingDesk({ key, now: Date.now, cacheUrl: way.url })
    await connected(desk.url)
    await ask(desk, desk.url)
    const remembered = (): unknown => desk.gateway.desk.sources.get('salesforce')?.peek('accounts', acme)
    const before = way.tried()
    way.stop()
    expect(await forgetEverywhere(cacheUrl, sealed(key))).toBe(1)
    // its ear is given up, so the notice cannot arrive any more
    await expect.poll(() => way.tried(), { timeout: 10_000 }).toBeGreaterThan(before)
    expect(remembered()).toBeDefined()
    way.open()
    await expect.poll(remembered, { timeout: 10_000 }).toBeUndefined()
  })

  it('look once for themselves when another has stopped asking a system, and believe what they see', async () => {
    const desk = await sharingDesk()
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    for (let count = 0; count < 20; count += 1) other.bus.publish({ kind: 'breaker', source: 'gainsight' })
    await expect.poll(() => metricsOf(desk.url)).toContain('concierge_notices_total{kind="breaker"} 20')
    await expect.poll(() => asked(desk)).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(asked(desk)).toBe(1)
    expect(desk.gateway.desk.sources.get('gainsight')?.state()).toBe('closed')
    expect(structured(await ask(desk, desk.url))).toMatchObject({ contact: { name: 'Sarah Jenkins' } })
  })
})

describe.skipIf(!isThere)('two replicas that read with callers’ own rights', () => {
  it('give each caller on one what they read on the other, and nobody anybody else’s', async () => {
    await using callers = await openCallerDesk({ cacheUrl, edit: withSharedKey() })
    const { desk } = callers
    const other = await desk.another()
    await Promise.all([connected(desk.url), connected(other.url)])
    const status = async (who: string, account: string, url: string): Promise<unknown> =>
      structured(await callers.ask(who, { account_id: account }, 'get_escalation_contact', url))['status']
    const read = (): number => desk.backends.get('salesforce')?.seen().length ?? 0
    expect(await status('priya', priyas, desk.url)).toBe('ok')
    await written()
    const before = read()
    expect(await status('priya', priyas, other.url)).toBe('ok')
    expect(read()).toBe(before)
    expect(await status('tom', priyas, other.url)).toBe('not_found')
    expect(await status('tom', toms, other.url)).toBe('ok')
    await written()
    expect(await status('priya', toms, desk.url)).toBe('not_found')
  })
})

describe('a replica whose cache is not there', () => {
  it('answers as if there were none', async () => {
    const desk = await sharingDesk({ cacheUrl: await strangeServer((socket) => socket.destroy()) })
    const answer = await ask(desk, desk.url)
    expect(contactOf(answer)).toMatchObject({ name: 'Sarah Jenkins' })
    expect(answer.tookMs).toBeLessThan(1_000)
  })

  it('is not said to have forgotten', async () => {
    const desk = await sharingDesk({ cacheUrl: await strangeServer((socket) => socket.destroy()) })
    await ask(desk, desk.url)
    await using folder = await configWith([['access.yaml', 'served_as:', "shared_cache: { key: '${env:CACHE_KEY}' }\nserved_as:"]])
    const env = { CACHE_URL: 'redis://127.0.0.1:1', CACHE_KEY: 'a-key-that-lies-in-the-environment' }
    const ended = await concierge(['audit', 'forget', acme, '--yes', '--data', desk.folder, '--config', folder.path], env, 30_000)
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be reached.*Say it once more/) })
  })

  it('does not start without a key for what it would share, nor with an address it cannot use', async () => {
    await expect(openStoryDesk({ cacheUrl })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('shared_cache'),
    })
    const secret = 'http://user:hush-hush@127.0.0.1'
    await expect(sharingDesk({ cacheUrl: secret })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.not.stringContaining('hush'),
    })
  })
})

describe('a check-up', () => {
  const look = async (url: string | undefined, sharedKey = sealed('a-key')): Promise<string> => {
    const [finding] = await checkSharedCache({ sharedKey }, url)
    return `${finding?.state}: ${finding?.what}`
  }

  it('says of the cache that replicas share what is to be mended', async () => {
    expect(await look(undefined)).toBe('skipped: CACHE_URL is not set here: this desk runs alone')
    expect((await checkSharedCache({ sharedKey: undefined }, 'redis://127.0.0.1:1'))[0]).toMatchObject({
      state: 'bad',
      what: expect.stringMatching(/no shared_cache.key/),
    })
    expect(await look('redis://user:hush-hush@127.0.0.1:1')).toBe('bad: the server that CACHE_URL names does not answer')
    expect(await look('http://user:hush-hush@127.0.0.1:1')).toMatch(/^bad: CACHE_URL is not an address like redis:/)
  })

  it.skipIf(!isThere)('finds it in order when it answers', async () => {
    expect(await look(cacheUrl)).toBe('good: answers; what replicas share there is sealed')
  })
})
