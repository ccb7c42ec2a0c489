import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog, dataMap, type DataMap } from '@cx-concierge/gateway'
import { call, structured, type Answered } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { acmesAssistant, colleague, platform, type TokenClaims } from './support/tokens.ts'

const minutes = 60_000
const accounts = ['001NwAcmeRobot1IRA', '001NwCobaltHea3IBC', '001NwGlobexUkL9IBK', '001NwBirchBake2IBB', '001NwIrisBankA1IRI']
const questions: readonly (readonly [tool: string, args: object])[] = [
  ...accounts.flatMap((id) =>
    ['get_escalation_contact', 'get_account_team', 'get_account_health'].map((tool) => [tool, { account_id: id }] as const),
  ),
  ['get_escalation_contact', { account_id: '12345', topic: 'urgent_outage' }],
  ['get_escalation_contact', { email: 'jane.doe@acme-robotics.example' }],
  ['get_escalation_contact', { email: 'somebody@globex.example' }],
]

let desk: StoryDesk
let map: DataMap
const logLines: string[] = []
const answers: { readonly tool: string; readonly claims: TokenClaims; readonly answered: Answered }[] = []
beforeAll(async () => {
  const destination = { write: (line: string) => void logLines.push(line) }
  desk = await openStoryDesk({ log: createLog({ destination }) })
  map = dataMap(desk.config)
  for (const claims of [acmesAssistant, platform, colleague]) {
    const token = await desk.token(claims)
    for (const [tool, args] of questions) answers.push({ tool, claims, answered: await call(desk.url, token, tool, args) })
  }
  // read twice, so that what is read only when something is known already is seen too
  desk.advance(20 * minutes)
  await call(desk.url, await desk.token(colleague), 'get_escalation_contact', { account_id: accounts[0] })
}, 60_000)
afterAll(() => desk[Symbol.asyncDispose]())

/** What a pretend backend was really asked, in the map's words. */
const asked: Readonly<Record<string, (url: string, body: string) => readonly string[]>> = {
  salesforce: (_url, body) =>
    [...body.matchAll(/SELECT ([\w., ]+) FROM (\w+)/g)].flatMap(([, fields = '', object = '']) =>
      fields.split(', ').map((field) => `${object}.${field.replace(/^(?:Parent\.)+/, '')}`),
    ),
  gainsight: (url, body) => {
    const object = url.split('/').at(-1) ?? ''
    return (JSON.parse(body) as { select: string[] }).select.map((field) => `${object}.${field}`)
  },
  booking_sheet: (url) => {
    const header = ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until']
    return [...url.matchAll(/!([A-Z]):/g)].map(([, letter = '']) => `Booking links.${header[letter.charCodeAt(0) - 65]}`)
  },
  headshots: (url) => [`pictures${/^\/people\/[0-9a-f]{16}\.jpg$/.test(url) ? '' : ` ${url}`}`],
}

describe('the data map', () => {
  it.each(Object.keys(asked))('names exactly the fields that are really asked of %s', (system) => {
    const seen = (desk.backends.get(system)?.seen() ?? []).filter(({ url }) => !url.includes('/token'))
    const really = new Set(seen.flatMap(({ url, body }) => asked[system]?.(url, body) ?? []))
    const named = new Set(
      map.read
        .filter((row) => row.system === system)
        .map(({ object, field }) => (system === 'headshots' ? 'pictures' : `${object}.${field}`)),
    )
    expect(really.size).toBeGreaterThan(0)
    expect([...really].toSorted()).toEqual([...named].toSorted())
  })

  it('gives a reason and an age for everything that is read', () => {
    for (const row of map.read) {
      expect(row).toMatchObject({
        why: expect.arrayContaining([expect.any(String)]) as string[],
        words: expect.arrayContaining([expect.any(String)]) as string[],
      })
      expect(row.freshMs).toBeLessThanOrEqual(row.usableMs)
    }
  })

  it('names every part of every record that was written', async () => {
    const kept = (record: string): string[] => map.kept.filter((row) => row.record === record).map(({ part }) => part)
    const ids = answers.flatMap(({ answered }) => (answered.result?.structuredContent ? [String(structured(answered)['decision_id'])] : []))
    expect(ids.length).toBeGreaterThan(40)
    for (const id of ids) {
      const recorded = await desk.gateway.store.decided(id)
      expect(kept('audit')).toEqual(expect.arrayContaining(Object.keys(recorded?.audit ?? { nothing: true })))
      const body = JSON.parse(recorded?.body ?? '{"nothing":true}') as { snapshot: [string, string, string, { value?: object }][] }
      expect(kept('decision')).toEqual(expect.arrayContaining(Object.keys(body)))
      // of an account, nothing is kept that the map does not say is read
      const words = new Set(map.read.filter(({ lookup }) => lookup === 'accounts').flatMap((row) => row.words))
      for (const [, lookup, , { value }] of body.snapshot) {
        const parts = lookup === 'accounts' ? Object.keys(value ?? {}).filter((part) => part !== 'roles' && part !== 'healthScoreAt') : []
        for (const part of parts) expect(words).toContain(part)
      }
    }
  })

  it('names every field of every answer, and whose agents it was sent to', async () => {
    const explained = await call(desk.url, await desk.token(colleague), 'explain_routing', {
      decision_id: String(structured(answers.at(-1)?.answered as Answered)['decision_id']),
    })
    const all = [...answers, { tool: 'explain_routing', claims: colleague, answered: explained }]
    const sent = new Set(map.sent.flatMap(({ tool, field, audiences }) => audiences.map((audience) => `${tool} ${field} → ${audience}`)))
    const really = all.flatMap(({ tool, claims, answered }) =>
      fieldsOf(answered.result?.structuredContent ?? {}).map((field) => `${tool} ${field} → ${claims.audience}`),
    )
    expect(new Set(really).size).toBeGreaterThan(40)
    expect([...new Set(really)].filter((one) => !sent.has(one))).toEqual([])
  })
})

describe('the data map of what is written down', () => {
  const kept = (record: string): string[] => map.kept.filter((row) => row.record === record).map(({ part }) => part)
  const rows = (sql: string): readonly Record<string, unknown>[] => {
    using database = new DatabaseSync(join(desk.folder, 'concierge.sqlite'), { readOnly: true })
    return database.prepare(sql).all()
  }

  it('names every column of every table in the file of records, and none that is not there', () => {
    const own = `m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'kysely_%'`
    const columns = rows(
      `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE ${own}`,
    )
    const named = map.kept.flatMap(({ record, part }) => (record.startsWith('table ') ? [`${record.slice(6)}.${part}`] : []))
    expect(named.toSorted()).toEqual(columns.map(({ table, column }) => `${String(table)}.${String(column)}`).toSorted())
  })

  it('names every part of every kind of line, of checkpoints and of the log', async () => {
    const kinds = { call: 'audit', end: 'audit', begin: 'begin', refused_tokens: 'refused_tokens', forgotten: 'note', removal: 'note' }
    await fetch(desk.url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer x' }, body: '{}' })
    await desk.gateway.store.forget('account:001NwIrisBankA1IRI', desk.moment)
    desk.advance(500 * 24 * 60 * minutes)
    await desk.gateway.store.sweep({ after: 0, at: desk.moment, answeredBefore: 1, refusedBefore: 1, decisionsBefore: desk.moment })
    await desk.restart()
    const seen = new Map<string, Set<string>>()
    for (const { kind, record } of rows('SELECT kind, record FROM audits')) {
      const parts = Object.keys(JSON.parse(String(record)) as object)
      // names stand beside what was asked, under pseudonyms
      const persons = ['kind', 'account_id', 'email']
      for (const part of parts) if (!persons.includes(part)) seen.set(String(kind), (seen.get(String(kind)) ?? new Set()).add(part))
    }
    expect([...seen.keys()].toSorted()).toEqual(Object.keys(kinds).toSorted())
    for (const [kind, record] of Object.entries(kinds)) expect(kept(record)).toEqual(expect.arrayContaining([...(seen.get(kind) ?? [])]))
    const checkpoints = await readFile(join(desk.folder, 'concierge-checkpoints.jsonl'), 'utf8')
    expect(kept('checkpoint')).toEqual(Object.keys(JSON.parse(checkpoints.split('\n')[0] ?? '') as object))
    const logged = new Set(logLines.flatMap((line) => Object.keys(JSON.parse(line) as object)))
    expect(logged.size).toBeGreaterThan(8)
    expect(kept('log')).toEqual(expect.arrayContaining([...logged]))
  })

  it('says of each how long it is kept, as the configuration says', () => {
    const lasting = (record: string) => {
      const { keptMs, keptMsWhenRefused, until } = map.kept.find((row) => row.record === record) ?? {}
      return [keptMs, keptMsWhenRefused, until]
    }
    const { answered, refused, decisions } = desk.config.access.audit.keep
    expect(lasting('audit')).toEqual([answered, refused, undefined])
    expect(lasting('begin')).toEqual([answered, undefined, undefined])
    expect(lasting('refused_tokens')).toEqual([refused, undefined, undefined])
    expect(lasting('table bodies')).toEqual([decisions, undefined, undefined])
    expect(lasting('table persons')[2]).toMatch(/no record names them/)
    expect(lasting('log')[2]).toMatch(/standard output/)
  })

  it('names the holders of API keys where there are any', () => {
    const { access } = desk.config
    const withKeys = { ...desk.config, access: { ...access, tokens: { ...access.tokens, api_keys: { file: 'keys.json' } } } }
    const partsOf = (config: typeof desk.config): string[] =>
      dataMap(config).kept.flatMap(({ record, part }) => (record === 'api_key' ? [part] : []))
    expect(partsOf(withKeys as typeof desk.config)).toContain('subject')
    const { api_keys: _keys, ...tokens } = access.tokens
    expect(partsOf({ ...desk.config, access: { ...access, tokens } })).toEqual([])
  })
})

/** The fields of an answer in the map's words. */
function fieldsOf(answer: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(answer).flatMap(([name, value]) => {
    const below = (block: unknown): string[] => Object.keys(block as object).map((field) => `${name}.${field}`)
    if (name === 'contact') return below(value)
    return name === 'team' ? Object.values(value as object).flatMap(below) : [name]
  })
}
