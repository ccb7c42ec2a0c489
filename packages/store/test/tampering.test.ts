import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { nextLink } from '../src/chain.ts'
import { readCheckpoints } from '../src/checkpoint-file.ts'
import { createSignatureCheck, temporaryKey, type Checkpoint, type Verdict } from '../src/index.ts'
import { runsOf, signRemoval } from '../src/removal.ts'
import { createSigner, type IsSigned } from '../src/signing.ts'
import { dialectOver } from '../src/sqlite/dialect.ts'
import { sqliteReader } from '../src/sqlite/reader.ts'
import type { Tables } from '../src/engine/tables.ts'
import { verifyChain } from '../src/engine/verify-chain.ts'
import { seededRandom, type Random } from './seeded-random.ts'
import { writeRecord, type WrittenRecord } from './written-record.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

type Line = Record<string, SQLOutputValue> & { readonly seq: number; readonly record: string; readonly link: string }

let one: WrittenRecord
let other: WrittenRecord
let lines: readonly Line[]
let otherLines: readonly Line[]
let known: readonly Checkpoint[]
let isSigned: IsSigned
let copy: string
let folder: string

const columns = ['kind', 'at', 'tool', 'customer', 'decision_id', 'record', 'config_change', 'body_sha256', 'link'] as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-store-'))
  one = await writeRecord(folder, 'one')
  other = await writeRecord(folder, 'other')
  lines = linesOf(one.file)
  otherLines = linesOf(other.file)
  isSigned = createSignatureCheck(one.publicKey)
  known = (await readCheckpoints(one.checkpoints, isSigned)).checkpoints
  copy = join(folder, 'copy.sqlite')
  await copyFile(one.file, copy)
})
afterAll(() => rm(folder, { recursive: true }))

function linesOf(file: string): readonly Line[] {
  using database = new DatabaseSync(file, { readOnly: true })
  return database.prepare('SELECT * FROM audits ORDER BY seq').all() as Line[]
}

async function verify(database: DatabaseSync): Promise<Verdict> {
  return verifyChain(sqliteReader(new Kysely<Tables>({ dialect: dialectOver(database) })), isSigned, known, () => Promise.resolve())
}

const blank = (line: Line): boolean => line['kind'] === 'blank'
const lineAt = (seq: number): Line => lines[seq - 1] as Line
/** The first line of the blanked neighbours this one is among: their digest covers them together. */
const startOfRun = (seq: number): number => (seq > 1 && blank(lineAt(seq - 1)) ? startOfRun(seq - 1) : seq)
const firstBlank = (): number => lines.find(blank)?.seq ?? 0
const firstWith = (holds: (line: Line) => boolean): number => lines.find(holds)?.seq ?? 0
const mentions = (pseudonym: string): number => firstWith(({ record }) => record.includes(`"${pseudonym}"`))

/** The same value with one character, or one unit, changed. */
function flipped(value: SQLOutputValue | undefined, random: Random): SQLInputValue {
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string' || value === '') return 'x'
  const place = random.below(value.length)
  return `${value.slice(0, place)}${value[place] === '~' ? '!' : '~'}${value.slice(place + 1)}`
}

/** Which lines may be named as the first bad one. */
type Expected = readonly number[]
type Edit = (database: DatabaseSync, random: Random) => Expected

const put = (database: DatabaseSync, seq: number, line: Line): void => {
  const set = columns.map((column) => `${column} = ?`).join(', ')
  database.prepare(`UPDATE audits SET ${set} WHERE seq = ?`).run(...columns.map((column) => line[column] ?? null), seq)
}

const anyLine = (random: Random): Line => random.of(lines)

const edits: Readonly<Record<string, Edit>> = {
  'a flipped character': (database, random) => {
    const line = anyLine(random)
    const column = random.of(columns)
    database.prepare(`UPDATE audits SET ${column} = ? WHERE seq = ?`).run(flipped(line[column], random), line.seq)
    if (blank(line) && column === 'link') return [startOfRun(line.seq)]
    // whatever makes a removal void leaves what it removed without an excuse
    return line['kind'] === 'removal' ? [line.seq, ...lines.filter(blank).map(({ seq }) => seq)] : [line.seq]
  },
  'a deleted line': (database, random) => {
    const { seq, kind } = anyLine(random)
    database.prepare('DELETE FROM audits WHERE seq = ?').run(seq)
    return kind === 'removal' ? [seq, ...lines.filter(blank).map((line) => line.seq)] : [seq]
  },
  'an inserted line': (database, random) => {
    const names = columns.join(', ')
    const last = lines.at(-1)?.seq ?? 0
    database.prepare(`INSERT INTO audits (${names}) SELECT ${names} FROM audits WHERE seq = ?`).run(anyLine(random).seq)
    return [last + 1, firstBlank()]
  },
  'two lines exchanged': (database, random) => {
    const [a, b] = [anyLine(random), anyLine(random)].toSorted((left, right) => left.seq - right.seq) as [Line, Line]
    if (a === b || a['kind'] === 'removal' || b['kind'] === 'removal') return edits['a deleted line']?.(database, random) ?? []
    put(database, a.seq, b)
    put(database, b.seq, a)
    return blank(a) && blank(b) ? [startOfRun(a.seq)] : [a.seq]
  },
  'a line of another record': (database, random) => {
    const { seq, kind } = anyLine(random)
    put(database, seq, otherLines[seq - 1] as Line)
    if (kind === 'removal') return [seq, ...lines.filter(blank).map((line) => line.seq)]
    return kind === 'blank' ? [startOfRun(seq)] : [seq]
  },
  'the end cut off': (database, random) => {
    const { seq } = anyLine(random)
    database.prepare('DELETE FROM audits WHERE seq >= ?').run(seq)
    return [seq, ...lines.filter((line) => blank(line) && line.seq < seq).map((line) => line.seq)]
  },
  'another body': (database, random) => {
    const body = random.of(database.prepare('SELECT * FROM bodies').all())
    const column = body['forgotten'] === null || random.below(2) === 0 ? 'body' : 'forgotten'
    database.prepare(`UPDATE bodies SET ${column} = ? WHERE sha256 = ?`).run(flipped(body[column], random), String(body['sha256']))
    return [firstWith((line) => line['body_sha256'] === body['sha256'])]
  },
  'a body taken out': (database, random) => {
    // of decisions whose time is over, bodies may be gone
    const young = database
      .prepare(
        'SELECT sha256 FROM bodies WHERE sha256 IN (SELECT body_sha256 FROM audits WHERE at > (SELECT max(at) FROM audits) - 80 * 86400000)',
      )
      .all()
    const sha256 = String(random.of(young)['sha256'])
    database.prepare('DELETE FROM bodies WHERE sha256 = ?').run(sha256)
    return [firstWith((line) => line['body_sha256'] === sha256)]
  },
  'a person bent': (database, random) => {
    const person = random.of(database.prepare('SELECT * FROM persons').all())
    const column = random.of(['pseudonym', 'identifier', 'month', 'salt', 'forgotten'] as const)
    database
      .prepare(`UPDATE persons SET ${column} = ? WHERE pseudonym = ?`)
      .run(flipped(person[column], random), String(person['pseudonym']))
    return [mentions(String(person['pseudonym']))]
  },
  'a person taken out': (database, random) => {
    const pseudonym = String(random.of(database.prepare('SELECT pseudonym FROM persons').all())['pseudonym'])
    database.prepare('DELETE FROM persons WHERE pseudonym = ?').run(pseudonym)
    return [mentions(pseudonym)]
  },
  'a blank line written again': (database, random) => {
    const line = random.of(lines.filter(blank))
    database.prepare(`UPDATE audits SET record = '{"kind":"call"}', kind = 'call' WHERE seq = ?`).run(line.seq)
    return [line.seq]
  },
  'a removal nobody signed': (database, random) => {
    const line = random.of(lines.filter((one) => !blank(one) && one['kind'] !== 'removal'))
    database
      .prepare(
        `UPDATE audits SET kind = 'blank', at = 0, tool = '', customer = NULL, decision_id = NULL, record = 'null', config_change = NULL, body_sha256 = NULL WHERE seq = ?`,
      )
      .run(line.seq)
    const removal = signRemoval(
      { at: 1, why: 'kept_long_enough', runs: runsOf([line], (seq) => lines[seq - 1]?.link ?? ''), decisionsThrough: 0 },
      createSigner(temporaryKey()),
    )
    const record = JSON.stringify({ kind: 'removal', ...removal })
    const before = lines.at(-1)?.link ?? ''
    database
      .prepare(`INSERT INTO audits (kind, at, tool, record, link) VALUES ('removal', 1, '', ?, ?)`)
      .run(record, nextLink(before, record, null, null))
    return [line.seq]
  },
  'the chain made anew': (database, random) => {
    const start = random.of(lines.filter((one) => !blank(one) && one['kind'] === 'call'))
    let link = start.seq === 1 ? '' : lineAt(start.seq - 1).link
    for (const line of lines.slice(start.seq - 1)) {
      const record = line.seq === start.seq ? line.record.replace('"audience"', '"audienc"') : line.record
      link = blank(line) ? line.link : nextLink(link, record, line['config_change'] as string | null, line['body_sha256'] as string | null)
      database.prepare('UPDATE audits SET record = ?, link = ? WHERE seq = ?').run(record, link, line.seq)
    }
    const vouching = [...known, ...lines.filter(blank)].filter(({ seq }) => seq < start.seq)
    return [Math.max(0, ...vouching.map(({ seq }) => seq)) + 1]
  },
}

test('what nobody touched is intact, with everything in it that can be', async () => {
  using database = new DatabaseSync(one.file)
  expect(await verify(database)).toMatchObject({ intact: true, lines: lines.length })
  expect(known.length).toBeGreaterThan(3)
  const kinds = new Set(lines.map((line) => line['kind']))
  expect(kinds).toEqual(new Set(['call', 'begin', 'end', 'refused_tokens', 'blank', 'removal', 'forgotten']))
  expect(database.prepare('SELECT count(*) AS gone FROM bodies WHERE forgotten IS NOT NULL').get()?.['gone']).toBeGreaterThan(0)
})

test('a thousand random edits of the file are found, every one, and the first bad line is named', async () => {
  const random = seededRandom(20_261_120)
  const names = Object.keys(edits)
  const missed: unknown[] = []
  using database = new DatabaseSync(copy)
  for (let number = 0; number < 1000; number += 1) {
    const name = names[number % names.length] ?? ''
    database.exec('BEGIN')
    const expected = edits[name]?.(database, random) ?? []
    const verdict = await verify(database)
    database.exec('ROLLBACK')
    if (verdict.intact || !expected.includes(verdict.firstBad)) missed.push({ number, name, expected: expected.slice(0, 5), verdict })
  }
  expect(missed).toEqual([])
})

test('a checkpoint with any one character changed is no checkpoint any more', async () => {
  const random = seededRandom(7)
  const text = await readFile(one.checkpoints, 'utf8')
  const [first = ''] = text.split('\n')
  for (let place = 0; place < first.length; place += 1) {
    const bent = `${first.slice(0, place)}${random.of('ABCabc019_-~'.split('').filter((letter) => letter !== first[place]))}${first.slice(place + 1)}`
    await writeFile(`${one.checkpoints}.bent`, text.replace(first, bent))
    const read = await readCheckpoints(`${one.checkpoints}.bent`, isSigned)
    expect(read.badLines, `character ${place}`).toEqual([1])
    expect(read.checkpoints).toHaveLength(known.length - 1)
  }
})

test('a checkpoint signed with another key is none', async () => {
  expect((await readCheckpoints(other.checkpoints, isSigned)).checkpoints).toEqual([])
})
