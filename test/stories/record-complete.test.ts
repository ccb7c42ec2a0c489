import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { allLines, openSqliteStore, type FoundRecord, type LineQuery, type Store } from '@cx-concierge/store'
import { metricOf } from './support/metrics.ts'
import { call, structured } from './support/call.ts'
import { startDeskProcess } from './support/desk-process.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { acmesAssistant, colleague, platform, type TokenClaims } from './support/tokens.ts'

vi.setConfig({ testTimeout: 60_000 })

const contact = 'get_escalation_contact'
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

async function linesOf(store: Store, query: Partial<LineQuery> = {}): Promise<FoundRecord[]> {
  const lines: FoundRecord[] = []
  for await (const line of allLines(store, { limit: Infinity, oldestFirst: true, ...query })) lines.push(line)
  return lines
}

const ended = (lines: readonly FoundRecord[]): FoundRecord[] => lines.filter(({ kind }) => kind === 'call' || kind === 'end')

describe('whatever becomes of them, calls leave one record of their end each', () => {
  let desk: StoryDesk
  beforeAll(async () => {
    desk = await openStoryDesk()
  })
  afterAll(() => desk[Symbol.asyncDispose]())

  const mixed: readonly (readonly [TokenClaims, string, unknown])[] = [
    [platform, contact, { account_id: '12345' }],
    [platform, contact, { email: 'jane.doe@acme-robotics.example' }],
    [platform, contact, { account_id: 'NOPE-1' }],
    [platform, 'get_account_team', { account_id: '12345' }],
    [platform, 'get_account_health', { account_id: '12345' }],
    [colleague, 'explain_routing', { decision_id: 'dec_bcdfghjkmnpqrstvwxzb' }],
    [platform, contact, { account_id: 7 }],
    [platform, 'drop_table', {}],
    [acmesAssistant, contact, { account_id: '001NwIrisBankA1IRI' }],
    [acmesAssistant, 'get_account_health', { account_id: '12345' }],
    [{ ...platform, scopes: ['cx.route'] }, 'get_account_team', { account_id: '12345' }],
  ]

  test('three thousand of them, forty at a time', async () => {
    const tokens = new Map(await Promise.all(mixed.map(async ([claims]) => [claims, await desk.token(claims)] as const)))
    const calls = 3_000
    let next = 0
    const caller = async (): Promise<void> => {
      while (next < calls) {
        const [claims, tool, args] = mixed[next % mixed.length] as (typeof mixed)[number]
        next += 1
        await call(desk.url, tokens.get(claims) ?? '', tool, args)
      }
    }
    await Promise.all(Array.from({ length: 40 }, caller))
    const lines = await linesOf(desk.gateway.store)
    expect(ended(lines)).toHaveLength(calls)
    expect(new Set(ended(lines).map(({ id }) => id)).size).toBe(calls)
    const begins = lines.filter(({ kind }) => kind === 'begin')
    expect(begins.length).toBeGreaterThan(3)
    expect(begins.length, 'only calls that had to ask').toBeLessThan(calls / 10)
    expect(lines.filter(({ kind }) => kind === 'end')).toHaveLength(begins.length)
    expect(await linesOf(desk.gateway.store, { unfinished: true })).toEqual([])
    expect(await desk.gateway.store.verify()).toMatchObject({ intact: true })
  })

  test('a call that a backend keeps waiting is on disk before it is answered, and is finished when its caller hangs up', async () => {
    desk.backends.get('salesforce')?.fail({ kind: 'hang' })
    const hangUp = new AbortController()
    const calling = call(desk.url, await desk.token(platform), contact, { account_id: '001NwIrisBankA1IRI' }, { signal: hangUp.signal })
    await expect.poll(() => linesOf(desk.gateway.store, { unfinished: true })).toHaveLength(1)
    const [begun] = await linesOf(desk.gateway.store, { unfinished: true })
    hangUp.abort()
    await calling.catch(() => undefined)
    await expect.poll(() => linesOf(desk.gateway.store, { unfinished: true })).toEqual([])
    desk.backends.get('salesforce')?.fail(undefined)
    expect(begun).toMatchObject({ tool: `${contact}@1`, input: { account_id: '001NwIrisBankA1IRI' } })
    const [end] = (await linesOf(desk.gateway.store)).filter(({ id, kind }) => id === begun?.id && kind === 'end')
    expect(end).toMatchObject({ outcome: 'cancelled', at: begun?.at })
  })

  test('tokens that are refused are counted by the second and the reason, every one, and nothing of them is kept', async () => {
    const refused = 500
    const statuses = await Promise.all(
      Array.from({ length: refused }, (_, number) => call(desk.url, number % 5 === 0 ? 'x.y.z' : `bad${number}`, contact, {})),
    )
    expect(statuses.every(({ httpStatus }) => httpStatus === 401)).toBe(true)
    await desk.restart()
    const lines = (await linesOf(desk.gateway.store)).filter(({ kind }) => kind === 'refused_tokens')
    expect(lines.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(refused)
    expect(lines.length).toBeLessThan(50)
    for (const line of lines) expect(Object.keys(line).toSorted()).toEqual(['at', 'count', 'kind', 'reason', 'seq'])
  })
})

test('killed in the middle of calls, the record says which ones the process died in', async () => {
  await using desk = await startDeskProcess('salesforce')
  const calls = Array.from({ length: 5 }, () =>
    call(desk.url, desk.token, contact, { account_id: '001NwIrisBankA1IRI' }).catch(() => 'gone'),
  )
  const file = join(desk.folder, 'concierge.sqlite')
  const begins = (): unknown => {
    using database = new DatabaseSync(file, { readOnly: true })
    return database.prepare(`SELECT count(*) AS n FROM audits WHERE kind = 'begin'`).get()?.['n']
  }
  await expect.poll(begins, { timeout: 20_000 }).toBe(5)
  await desk.kill()
  expect(await Promise.all(calls)).toEqual(calls.map(() => 'gone'))
  const store = await openSqliteStore({ file })
  expect(await linesOf(store, { unfinished: true })).toHaveLength(5)
  expect(ended(await linesOf(store))).toEqual([])
  expect(await store.verify()).toMatchObject({ intact: true })
  await store.close()
})

describe.runIf(hasPrlimit)('while the disk is full', () => {
  const limit = (pid: number | undefined, bytes: string): void => {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
  }

  test('nothing is answered; afterwards all is', async () => {
    await using desk = await startDeskProcess()
    await call(desk.url, desk.token, contact, { account_id: '12345' })
    limit(desk.process.pid, '1')
    const refused = await call(desk.url, desk.token, contact, { account_id: '12345' })
    expect(refused.result).toMatchObject({ isError: true })
    expect(refused.raw).not.toMatch(/sarah|disk|SQLITE|could not be recorded/i)
    expect(await metricOf(desk.url, 'concierge_records_refused_total')).toBeGreaterThan(0)
    limit(desk.process.pid, 'unlimited')
    await expect
      .poll(async () => (await call(desk.url, desk.token, contact, { account_id: '12345' })).result?.isError, { timeout: 20_000 })
      .toBeUndefined()
  })

  test('where access.yaml says so, questions are answered, each with a sentence that there is no record of it', async () => {
    await using desk = await startDeskProcess('', 'answer_and_say')
    const recorded = await call(desk.url, desk.token, contact, { account_id: '12345' })
    expect(recorded.raw).not.toContain('could not be recorded')
    limit(desk.process.pid, '1')
    for (const [tool, args] of [
      [contact, { account_id: '12345' }],
      ['get_account_team', { account_id: '12345' }],
    ] as const) {
      const answered = await call(desk.url, desk.token, tool, args)
      expect(structured(answered)).toMatchObject({ status: 'ok', notice: 'This answer could not be recorded.' })
      expect(answered.result?.content[0]?.text).toContain('This answer could not be recorded.')
    }
    expect(await metricOf(desk.url, 'concierge_unrecorded_answers_total')).toBe(2)
  })
})
