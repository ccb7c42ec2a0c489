import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkUp, type CheckUp } from '../../packages/cli/src/doctor/check-up.ts'
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.ts'
import { call } from './support/call.ts'
import { states } from './support/states.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { colleague } from './support/tokens.ts'

const dayMs = 86_400_000
/** Whoever runs the tests; root, as which nothing should be run, is not said to be root. */
const ownUser = process.getuid?.() === 0 ? undefined : process.getuid?.()

describe('a check-up of a desk that is set up', () => {
  let issuer: AuthorizationServer
  let folder: string
  let desk: StoryDesk
  beforeAll(async () => {
    issuer = await startAuthorizationServer()
    folder = await mkdtemp(join(tmpdir(), 'cx-doctor-'))
    const secret = join(folder, 'gainsight.key')
    await writeFile(secret, 'a secret', { mode: 0o600 })
    desk = await openStoryDesk({ now: Date.now, backendsWith: { salesforce: { mayChange: ['Account'] } } })
    await call(desk.url, await desk.token(colleague), 'get_account_team', { account_id: '12345' })
    await desk.restart()
  })
  afterAll(async () => {
    await desk[Symbol.asyncDispose]()
    await issuer[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  let usual: CheckUp
  beforeEach(() => {
    const { folder: data } = desk
    const config = { ...desk.config, issuers: [{ issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, algorithms: ['ES256'] as const }] }
    usual = { config, faults: [], folder: join(data, '../config'), data, url: undefined, env: {}, userId: ownUser, now: () => Date.now() }
  })

  test('finds what is right, and says what it did not look at', async () => {
    const findings = await checkUp(usual)
    expect(findings.filter(({ state }) => state === 'bad')).toEqual([])
    expect(states(findings, 'process')).toEqual(['good: nothing in the environment weakens it'])
    expect(states(findings, 'configuration')[0]).toMatch(/^good: \d+ rules over 4 systems/)
    expect(states(findings, 'records')[0]).toMatch(/^good: \d+ records, intact; [1-9]\d* signed checkpoints$/)
    expect(states(findings, `issuer ${issuer.issuer}`)).toEqual([
      'good: publishes its keys, and they can be used',
      expect.stringMatching(/^good: our clock agrees/),
    ])
    expect(states(findings, 'backend booking_sheet')).toEqual(['good: signed in, and it answers; we may read and nothing else'])
    expect(states(findings, 'backend gainsight')[0]).toMatch(/^good: signed in, and it answers; what else we may do there cannot be told$/)
    expect(states(findings, 'gateway')).toEqual(['skipped: no running gateway was named; name one with --url'])
  })

  test('names the rights in a backend that are more than reading', async () => {
    const findings = await checkUp(usual)
    expect(states(findings, 'backend salesforce')).toEqual([
      'warning: signed in, with more rights than needed: create Account, change Account, delete Account',
    ])
  })

  test('finds a backend and an issuer that do not answer', async () => {
    const gainsight = desk.backends.get('gainsight')
    await gainsight?.down()
    issuer.health = 'failing'
    const findings = await checkUp(usual)
    await gainsight?.up()
    issuer.health = 'well'
    expect(states(findings, 'backend gainsight')[0]).toMatch(/^bad: BACKEND_UNAVAILABLE/)
    expect(states(findings, 'issuer')[0]).toMatch(/^bad: BACKEND_UNAVAILABLE/)
    expect(states(findings, 'backend booking_sheet')[0]).toMatch(/^good/)
  })

  test('finds a clock that is wrong', async () => {
    const findings = await checkUp({ ...usual, now: () => Date.now() + 90_000 })
    expect(states(findings, `issuer ${issuer.issuer} clock`)[0]).toMatch(/^bad: our clock is (89|90|91) s apart/)
  })

  test('finds a folder others may look into, and one that is not there', async () => {
    await chmod(usual.data, 0o755)
    const open = await checkUp(usual)
    await chmod(usual.data, 0o700)
    expect(states(open, 'data folder')).toContain('bad: other users of this machine may look into it')
    expect(states(await checkUp({ ...usual, data: join(folder, 'nothing') }), 'data folder')[0]).toMatch(/is not there$/)
  })

  test('finds a record that was bent', async () => {
    const file = join(usual.data, 'concierge.sqlite')
    const moveBy = (milliseconds: number): void => {
      using database = new DatabaseSync(file)
      database.prepare('UPDATE audits SET at = at + ? WHERE seq = 2').run(milliseconds)
    }
    moveBy(1)
    const [found] = states(await checkUp(usual), 'records')
    moveBy(-1)
    expect(found).toBe('bad: record 2 is not what was written')
  })

  const withChange = async (change: () => Promise<void>, back: () => Promise<void>, changed: Partial<CheckUp> = {}) => {
    await change()
    const findings = await checkUp({ ...usual, ...changed })
    await back()
    return states(findings, 'records')
  }
  const inAccess = (checkpointsTo: string): Partial<CheckUp> => {
    const { config } = usual
    if (config === undefined) throw new Error('there is no configuration')
    return { config: { ...config, access: { ...config.access, audit: { ...config.access.audit, checkpoints_to: checkpointsTo } } } }
  }
  const nothing = (): Promise<void> => Promise.resolve()

  test('finds records that others may read or that belong to somebody else, and leaves them as they are', async () => {
    const file = join(usual.data, 'concierge.sqlite')
    const open = await withChange(
      () => chmod(file, 0o644),
      () => chmod(file, 0o600),
    )
    expect(open).toContain(`bad: ${file} can be read by other users of this machine`)
    const strange = await withChange(nothing, nothing, { userId: (process.getuid?.() ?? 0) + 1 })
    expect(strange).toContain(`bad: ${file} belongs to another user`)
  })

  test('finds a key that is gone or cannot be read', async () => {
    for (const name of ['hash.key', 'checkpoint.key', 'checkpoint.pub']) {
      const key = join(usual.data, name)
      const found = await withChange(
        () => rename(key, `${key}.away`),
        () => rename(`${key}.away`, key),
      )
      expect(found).toContain(`bad: ${key} cannot be read`)
    }
  })

  test('looks for checkpoints where the desk puts them, and finds a place where it cannot', async () => {
    const [beside, elsewhere] = [join(usual.data, 'concierge-checkpoints.jsonl'), join(usual.data, 'elsewhere.jsonl')]
    const moved = (there: string): Promise<void> => rename(beside, there)
    const found = await withChange(
      () => moved(elsewhere),
      () => rename(elsewhere, beside),
      inAccess('elsewhere.jsonl'),
    )
    expect(found).toEqual([expect.stringMatching(/^good: \d+ records, intact; [1-9]\d* signed checkpoints$/)])
    const missing = await withChange(nothing, nothing, inAccess('elsewhere.jsonl'))
    expect(missing).toEqual([expect.stringMatching(/^good: /), expect.stringMatching(/^warning: there are no checkpoints yet/)])
    const noFolder = await withChange(nothing, nothing, inAccess('no/folder.jsonl'))
    expect(noFolder).toContain(`bad: ${join(usual.data, 'no/folder.jsonl')} cannot be written`)
    const folderInstead = await withChange(nothing, nothing, inAccess('.'))
    expect(folderInstead.filter((line) => line.startsWith('bad'))).toHaveLength(2)
  })

  test('says that there are no records yet only where there are no checkpoints of any either', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect(states(await checkUp({ ...usual, data: empty }), 'records')).toEqual(['skipped: there are none yet'])
    await writeFile(join(empty, 'concierge-checkpoints.jsonl'), '')
    expect(states(await checkUp({ ...usual, data: empty }), 'records')[0]).toMatch(/^bad: .* vouches for records that are not there$/)
    await writeFile(join(empty, 'concierge.sqlite'), 'shopping list', { mode: 0o600 })
    expect(states(await checkUp({ ...usual, data: empty }), 'records').join()).toMatch(/bad: /)
  })

  test('changes nothing in the folder of the records', async () => {
    const before = await Promise.all((await readdir(usual.data)).map(async (name) => [name, (await stat(join(usual.data, name))).ino]))
    await checkUp(usual)
    const after = await Promise.all((await readdir(usual.data)).map(async (name) => [name, (await stat(join(usual.data, name))).ino]))
    expect(after).toEqual(before)
  })

  test('finds secrets that others may read, and old ones', async () => {
    const file = join(folder, 'gainsight.key')
    const config = join(folder, 'config')
    await cp(usual.folder, config, { recursive: true })
    const connectors = join(config, 'connectors.yaml')
    await writeFile(connectors, (await readFile(connectors, 'utf8')).replace('${env:GAINSIGHT_ACCESS_KEY}', `\${file:${file}}`))
    const found = async (): Promise<readonly string[]> =>
      states(await checkUp({ ...usual, config: undefined, folder: config }), 'secrets').filter((line) => !line.includes('/run/secrets'))
    expect((await found())[0]).toBe(`good: ${file} can be read by its owner only`)
    const longAgo = (Date.now() - 200 * dayMs) / 1000
    await utimes(file, longAgo, longAgo)
    expect((await found())[0]).toBe(`warning: ${file} was not changed for 200 days`)
    await chmod(file, 0o644)
    expect((await found())[0]).toBe(`bad: ${file} can be read by other users of this machine`)
    expect((await found())[1]).toMatch(/^skipped: \d+ values come from the environment/)
  })

  test.skipIf(process.geteuid?.() !== 0)(
    'takes a secret that another user owns and our group may read, as Kubernetes mounts it',
    async () => {
      const file = join(folder, 'mounted.key')
      await writeFile(file, 'a secret')
      const config = join(folder, 'mounted')
      await cp(usual.folder, config, { recursive: true })
      const connectors = join(config, 'connectors.yaml')
      await writeFile(connectors, (await readFile(connectors, 'utf8')).replace('${env:GAINSIGHT_ACCESS_KEY}', `\${file:${file}}`))
      const found = async (owner: number, group: number, mode: number): Promise<string | undefined> => {
        await chown(file, owner, group)
        await chmod(file, mode)
        return states(await checkUp({ ...usual, config: undefined, folder: config }), 'secrets').find((line) => line.includes(file))
      }
      const ourGroup = process.getegid?.() ?? 0
      expect(await found(12_345, ourGroup, 0o440)).toBe(`good: ${file} can be read by its owner and our group only`)
      expect(await found(12_345, ourGroup, 0o460)).toMatch(/^bad: /)
      expect(await found(12_345, 12_345, 0o440)).toMatch(/^bad: /)
      expect(await found(0, ourGroup, 0o440)).toMatch(/^bad: /)
    },
  )
})
