import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSqliteStore, type AuditRecord } from '@cx-concierge/store'
import { conciergeHere } from '../../packages/cli/test/support/concierge-here.ts'
import { corpusStrings, hasCorpora, ownHostileStrings, withoutCorpora } from './support/hostile-strings.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

// what a terminal or a reader obeys and nobody sees
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u
const main = join(import.meta.dirname, '../../packages/cli/src/main.ts')

let folder: string
let records: readonly AuditRecord[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cx-lines-'))
  const texts = [...ownHostileStrings, ...corpusStrings(['naughty-strings', 'unicode', 'injection'], 1)]
  records = texts.map(hostileRecord)
  const store = await openSqliteStore({ file: join(folder, 'concierge.sqlite') })
  await Promise.all(records.map((audit) => store.record({ audit, decision: { configChange: audit.result, body: JSON.stringify(audit) } })))
  await store.close()
})
afterAll(() => rm(folder, { recursive: true }))

/** A record with this text in every field that can hold one. */
function hostileRecord(text: string, number: number): AuditRecord {
  return {
    id: text,
    at: Date.UTC(2026, 10, 20) + number,
    decisionId: text,
    traceId: text,
    issuer: text,
    subject: text,
    client: text,
    audience: 'service',
    customer: `account:${text}`,
    tool: text,
    input: { [text]: text, account_id: text, email: text },
    result: text,
    outcome: 'answered',
    confirmationState: 'not_needed',
    scopes: [text],
    flags: [text],
    cardHash: text,
    durationMs: 1,
  }
}

/** What a command prints that runs in a process of its own. */
async function printed(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [main, 'audit', ...args, '--data', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printing] = await Promise.all([text(child.stdout), once(child, 'close')])
  return printing
}

async function linesOf(...args: readonly string[]): Promise<string[]> {
  return split((await conciergeHere(['audit', ...args, '--data', folder])).stdout)
}

function split(printing: string): string[] {
  const lines = printing.split('\n')
  expect(lines.pop(), 'after the last line break').toBe('')
  return lines
}

test(`an export has one line for each record, none of them with a character nobody sees, and reads back as it was${hasCorpora ? '' : ` (${withoutCorpora})`}`, async () => {
  const lines = split(await printed('export'))
  expect(lines.filter((line) => unseen.test(line))).toEqual([])
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
    records.map((record, index) => ({ ...record, kind: 'call', seq: index + 1 })),
  )
})

test('so has an export for OpenTelemetry', async () => {
  const lines = await linesOf('export', '--format', 'otlp')
  expect(lines).toHaveLength(records.length)
  expect(lines.filter((line) => unseen.test(line))).toEqual([])
  const logs = lines.map((line) => JSON.parse(line).resourceLogs[0].scopeLogs[0].logRecords[0])
  expect(logs.map((log) => log.body.stringValue)).toEqual(records.map(({ result }) => result))
})

test('so has a search, for machines and for people', async () => {
  const many = ['--limit', String(records.length + 1)]
  const json = await linesOf('search', '--json', ...many)
  expect(json.map((line): unknown => JSON.parse(line).result)).toEqual(records.map(({ result }) => result).toReversed())
  const table = await linesOf('search', ...many)
  expect(table).toHaveLength(records.length + 1)
  expect([...json, ...table].filter((line) => unseen.test(line))).toEqual([])
})

test('every one of them can be searched for by its customer', async () => {
  for (const number of [0, 5, 11, records.length - 1]) {
    const text = records[number]?.input['account_id'] ?? ''
    // an argument cannot hold a null, nor half a character
    if (text.includes('\0') || !text.isWellFormed() || text.includes('@')) continue
    const found = await linesOf('search', '--json', `--customer=${text}`)
    expect(found.map((line): unknown => JSON.parse(line).id)).toContain(text)
  }
})
