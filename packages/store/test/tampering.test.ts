import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { nextLink } from '../src/chain.ts'
import { readCheckpoints } from '../src/checkpoint-file.ts'
import { createSignatureCheck, temporaryKey, type Checkpoint } from '../src/index.ts'
import { runsOf, signRemoval } from '../src/removal.ts'
import { createSigner, type IsSigned } from '../src/signing.ts'
import { onEveryEngine, type Editor, type Engine } from './engines.ts'
import { seededRandom, type Random } from './seeded-random.ts'
import { writeRecord, type WrittenRecord } from './written-record.ts'

vi.setConfig({ testTimeout: 120_000 })

type Line = Readonly<Record<string, unknown>> & { readonly seq: number; readonly record: string; readonly link: string }

let one: WrittenRecord
let other: WrittenRecord
let lines: readonly Line[]
let otherLines: readonly Line[]
let known: readonly Checkpoint[]
let isSigned: IsSigned
let editor: Editor
/** All that a line consists of, but its number. */
let columns: readonly string[]

async function writeTwo(engine: Engine): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [place, otherPlace] = [await engine.place(), await engine.place()]
  one = await writeRecord(place, join(folder, 'one.jsonl'), 'one')
  other = await writeRecord(otherPlace, join(folder, 'other.jsonl'), 'other')
  ;({ editor } = place)
  lines = await linesOf(editor)
  otherLines = await linesOf(otherPlace.editor)
  columns = Object.keys(lines[0] ?? {}).filter((column) => column !== 'seq')
  isSigned = createSignatureCheck(one.publicKey)
  known = (await readCheckpoints(one.checkpoints, isSigned)).checkpoints
}

async function linesOf(place: Editor): Promise<readonly Line[]> {
  return (await place.all('SELECT * FROM audits ORDER BY seq')) as unknown as readonly Line[]
}

const blank = (line: Line): boolean => line['kind'] === 'blank'
const lineAt = (seq: number): Line => lines[seq - 1] as Line
/** The first line of the blanked neighbours this one is among: their digest covers them together. */
const startOfRun = (seq: number): number => (seq > 1 && blank(lineAt(seq - 1)) ? startOfRun(seq - 1) : seq)
const firstBlank = (): number => lines.find(blank)?.seq ?? 0
const firstWith = (holds: (line: Line) => boolean): number => lines.find(holds)?.seq ?? 0
const mentions = (pseudonym: string): number => firstWith(({ record }) => record.includes(`"${pseudonym}"`))

/** The same value with one character, or one unit, changed. */
function flipped(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string' || value === '') return 'x'
  const place = random.below(value.length)
  return `${value.slice(0, place)}${value[place] === '~' ? '!' : '~'}${value.slice(place + 1)}`
}

/** Which lines may be named as the first bad one. */
type Expected = readonly number[]
type Edit = (random: Random) => Promise<Expected>

const put = async (seq: number, line: Line): Promise<void> => {
  const set = columns.map((column, index) => `${column} = ?${index + 1}`).join(', ')
  await editor.run(`UPDATE audits SET ${set} WHERE seq = ?${columns.length + 1}`, ...columns.map((column) => line[column] ?? null), seq)
}

const anyLine = (random: Random): Line => random.of(lines)

const edits: Readonly<Record<string, Edit>> = {
  'a flipped character': async (random) => {
    const line = anyLine(random)
    const column = random.of(columns)
    await editor.run(`UPDATE audits SET ${column} = ?1 WHERE seq = ?2`, flipped(line[column], random), line.seq)
    if (blank(line) && column === 'link') return [startOfRun(line.seq)]
    // whatever makes a removal void leaves what it removed without an excuse
    return line['kind'] === 'removal' ? [line.seq, ...lines.filter(blank).map(({ seq }) => seq)] : [line.seq]
  },
  'a deleted line': async (random) => {
    const { seq, kind } = anyLine(random)
    await editor.run('DELETE FROM audits WHERE seq = ?1', seq)
    return kind === 'removal' ? [seq, ...lines.filter(blank).map((line) => line.seq)] : [seq]
  },
  'an inserted line': async (random) => {
    const names = columns.join(', ')
    const last = lines.at(-1)?.seq ?? 0
    await editor.run(`INSERT INTO audits (seq, ${names}) SELECT ?2, ${names} FROM audits WHERE seq = ?1`, anyLine(random).seq, last + 1)
    return [last + 1, firstBlank()]
  },
  'two lines exchanged': async (random) => {
    const [a, b] = [anyLine(random), anyLine(random)].toSorted((left, right) => left.seq - right.seq) as [Line, Line]
    if (a === b || a['kind'] === 'removal' || b['kind'] === 'removal') return (await edits['a deleted line']?.(random)) ?? []
    await put(a.seq, b)
    await put(b.seq, a)
    return blank(a) && blank(b) ? [startOfRun(a.seq)] : [a.seq]
  },
  'a line of another record': async (random) => {
    const { seq, kind } = anyLine(random)
    await put(seq, otherLines[seq - 1] as Line)
    if (kind === 'removal') return [seq, ...lines.filter(blank).map((line) => line.seq)]
    return kind === 'blank' ? [startOfRun(seq)] : [seq]
  },
  'the end cut off': async (random) => {
    const { seq } = anyLine(random)
    await editor.run('DELETE FROM audits WHERE seq >= ?1', seq)
    return [seq, ...lines.filter((line) => blank(line) && line.seq < seq).map((line) => line.seq)]
  },
  'another body': async (random) => {
    const body = random.of(await editor.all('SELECT * FROM bodies ORDER BY sha256'))
    const column = body['forgotten'] === null || random.below(2) === 0 ? 'body' : 'forgotten'
    await editor.run(`UPDATE bodies SET ${column} = ?1 WHERE sha256 = ?2`, flipped(body[column], random), body['sha256'])
    return [firstWith((line) => line['body_sha256'] === body['sha256'])]
  },
  'a body taken out': async (random) => {
    // of decisions whose time is over, bodies may be gone
    const young = await editor.all(
      'SELECT sha256 FROM bodies WHERE sha256 IN (SELECT body_sha256 FROM audits WHERE at > (SELECT max(at) FROM audits) - 6912000000) ORDER BY sha256',
    )
    const sha256 = String(random.of(young)['sha256'])
    await editor.run('DELETE FROM bodies WHERE sha256 = ?1', sha256)
    return [firstWith((line) => line['body_sha256'] === sha256)]
  },
  'a person bent': async (random) => {
    const person = random.of(await editor.all('SELECT * FROM persons ORDER BY pseudonym'))
    const column = random.of(['pseudonym', 'identifier', 'month', 'salt', 'forgotten'] as const)
    await editor.run(`UPDATE persons SET ${column} = ?1 WHERE pseudonym = ?2`, flipped(person[column], random), person['pseudonym'])
    return [mentions(String(person['pseudonym']))]
  },
  'a person taken out': async (random) => {
    const pseudonym = String(random.of(await editor.all('SELECT pseudonym FROM persons ORDER BY pseudonym'))['pseudonym'])
    await editor.run('DELETE FROM persons WHERE pseudonym = ?1', pseudonym)
    return [mentions(pseudonym)]
  },
  'a blank line written again': async (random) => {
    const line = random.of(lines.filter(blank))
    await editor.run(`UPDATE audits SET record = '{"kind":"call"}', kind = 'call' WHERE seq = ?1`, line.seq)
    return [line.seq]
  },
  'a removal nobody signed': async (random) => {
    const line = random.of(lines.filter((one) => !blank(one) && one['kind'] !== 'removal'))
    await put(line.seq, { ...lineAt(firstBlank()), link: line.link })
    const removal = signRemoval(
      { at: 1, why: 'kept_long_enough', runs: runsOf([line], (seq) => lines[seq - 1]?.link ?? ''), decisionsThrough: 0 },
      createSigner(temporaryKey()),
    )
    const record = JSON.stringify({ kind: 'removal', ...removal })
    const before = lines.at(-1)?.link ?? ''
    await editor.run(
      `INSERT INTO audits (seq, kind, at, tool, record, link) VALUES (?1, 'removal', 1, '', ?2, ?3)`,
      lines.length + 1,
      record,
      nextLink(before, record, null, null),
    )
    return [line.seq]
  },
  'the chain made anew': async (random) => {
    const start = random.of(lines.filter((one) => !blank(one) && one['kind'] === 'call'))
    let link = start.seq === 1 ? '' : lineAt(start.seq - 1).link
    for (const line of lines.slice(start.seq - 1)) {
      const record = line.seq === start.seq ? line.record.replace('"audience"', '"audienc"') : line.record
      link = blank(line) ? line.link : nextLink(link, record, line['config_change'] as string | null, line['body_sha256'] as string | null)
      await editor.run('UPDATE audits SET record = ?1, link = ?2 WHERE seq = ?3', record, link, line.seq)
    }
    const vouching = [...known, ...lines.filter(blank)].filter(({ seq }) => seq < start.seq)
    return [Math.max(0, ...vouching.map(({ seq }) => seq)) + 1]
  },
}

onEveryEngine((engine) => {
  test('what nobody touched is intact; random edits are found, every one, and the first bad line is named', async () => {
    await writeTwo(engine)
    expect(await editor.verify(isSigned, known)).toMatchObject({ intact: true, lines: lines.length })
    expect(known.length).toBeGreaterThan(3)
    const kinds = new Set(lines.map((line) => line['kind']))
    expect(kinds).toEqual(new Set(['call', 'begin', 'end', 'refused_tokens', 'blank', 'removal', 'forgotten']))
    expect(await editor.all('SELECT sha256 FROM bodies WHERE forgotten IS NOT NULL')).not.toEqual([])
    const random = seededRandom(20_261_120)
    const names = Object.keys(edits)
    const missed: unknown[] = []
    for (let number = 0; number < (engine.name === 'SQLite' ? 1000 : 150); number += 1) {
      const name = names[number % names.length] ?? ''
      await editor.exec('BEGIN')
      const expected = (await edits[name]?.(random)) ?? []
      const verdict = await editor.verify(isSigned, known)
      await editor.exec('ROLLBACK')
      if (verdict.intact || !expected.includes(verdict.firstBad)) missed.push({ number, name, expected: expected.slice(0, 5), verdict })
    }
    expect(missed).toEqual([])
  })

  test('a checkpoint with any one character changed is no checkpoint any more, and neither is one of another key', async () => {
    await writeTwo(engine)
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
    expect((await readCheckpoints(other.checkpoints, isSigned)).checkpoints).toEqual([])
  })
})
