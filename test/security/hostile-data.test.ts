import { describe, expect, test } from 'vitest'
import { EscalationAnswer } from '@cx-concierge/contract'
import { northwind } from '@cx-concierge/sandbox'
import { call, structured, type Answered } from '../stories/support/call.ts'
import { corpusStrings, hasCorpora, invisible, ownHostileStrings, withoutCorpora } from '../stories/support/hostile-strings.ts'
import { explain } from '../stories/support/explain.ts'
import { listTools } from '../stories/support/list-tools.ts'
import { withRecords, type Records } from '../stories/support/records.ts'
import { openStoryDesk, type StoryDesk } from '../stories/support/story-desk.ts'
import { platform } from '../stories/support/tokens.ts'
import { textFieldsOf, type TextField } from './support/text-fields.ts'

const tool = 'get_escalation_contact'
const mostShown = 20
const weekMs = 7 * 24 * 3_600_000
const company = (await northwind()) as Records
const acme = '001NwAcmeRobot1IRA'
const about = [acme, '1P02ACME', '005NwSarahJenk1IBB', '1P0SARAH', 'sarah.jenkins@northwind.example']
const fields = textFieldsOf(company, about)
const folders = ['naughty-strings', 'prompt-injection', 'unicode', 'injection', 'ssrf', 'email']
const hostile = [...new Set([...ownHostileStrings, ...corpusStrings(folders, 1)])]
/** What an honest field may hold without saying anything: words, nothing, a key nobody has, a day, a number. */
const ordinary = [
  'Ordinary words',
  '',
  'nobody@northwind.example',
  'x@elsewhere.example',
  '001NwNobodyAtAl1I',
  '2026-11-20',
  '12345678',
  'de',
  'https://book.northwind.example/x',
]

if (!hasCorpora) process.stderr.write(`${withoutCorpora}\n`)

/** A desk of one's own, so that several walks may go on at the same time. */
async function openDesk(): Promise<StoryDesk> {
  // a busy machine must not look like a slow backend, which is asked again
  const edit = (text: string): string => text.replaceAll(/timeout: \d+ms/g, 'timeout: 30s')
  const desk = await openStoryDesk({ deadlineMs: 60_000, edit })
  // past the one year with holidays in people.yaml
  desk.advance(8 * weekMs)
  return desk
}

/** Asks about Acme Robotics, with everything read again; says which requests that led to. */
async function ask(
  desk: StoryDesk,
  tool: string,
  change: (company: Records) => void,
): Promise<{ readonly answered: Answered; readonly trace: string }> {
  desk.advance(weekMs)
  desk.company = withRecords(company, change)
  for (const backend of desk.backends.values()) backend.resetStats()
  const answered = await call(desk.url, await desk.token(platform), tool, { account_id: acme })
  return { answered, trace: JSON.stringify([...desk.backends].map(([name, backend]) => [name, backend.stats().byRoute])) }
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
      : []

const strangeLink = /(?:https?|ftp|javascript|data):(?!\/\/(?:book|img)\.northwind\.example\/)\S/i

/** What is wrong with an answer to hostile records; nothing, it is hoped. */
function wrongWith({ result }: Answered): readonly string[] {
  const texts = [...textsIn(result?.structuredContent), ...(result?.content ?? []).map(({ text }) => text)]
  return [
    ...(result === undefined || result.isError ? ['no answer'] : []),
    ...(EscalationAnswer.safeParse(result?.structuredContent).success ? [] : ['another shape']),
    ...texts.filter((text) => invisible.test(text)).map(() => 'an invisible character'),
    ...texts.filter((text) => strangeLink.test(text)).map((text) => `a link: ${text}`),
  ]
}

/** Puts hostile strings where `put` says, and gives what came out wrong. */
async function walk(
  strings: readonly string[],
  put: (company: Records, index: number, strings: readonly string[]) => void,
): Promise<readonly string[]> {
  await using desk = await openDesk()
  const menu = await listTools(desk.url, await desk.token(platform))
  const traces = new Set([(await ask(desk, tool, () => undefined)).trace])
  for (const index of ordinary.keys()) traces.add((await ask(desk, tool, (changed) => put(changed, index, ordinary))).trace)
  const wrong: string[] = []
  for (const index of strings.keys()) {
    const change = (changed: Records): void => put(changed, index, strings)
    const { answered, trace: first } = await ask(desk, tool, change)
    // what a busy machine does to a batch does not happen twice; what a text does, does
    const trace = traces.has(first) ? first : (await ask(desk, tool, change)).trace
    const faults = [...wrongWith(answered), ...(traces.has(trace) ? [] : [`other requests: ${trace}`])]
    if (faults.length > 0) wrong.push(`${JSON.stringify(strings[index]?.slice(0, 60))}: ${faults.join(', ')}`)
  }
  if ((await listTools(desk.url, await desk.token(platform))) !== menu) wrong.push('another menu')
  return wrong.slice(0, mostShown)
}

const tables = Object.entries(
  Object.groupBy(
    fields.filter(({ leads }) => !leads),
    ({ backend, table }) => `${backend}.${table}`,
  ),
) as readonly [string, readonly TextField[]][]
const leading = fields.filter(({ leads }) => leads)

describe('every string of every collection, in every text field of every backend', { timeout: 900_000 }, () => {
  test('all fields are found', () => {
    expect(fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'salesforce.Account.Name',
        'salesforce.User.Title',
        'gainsight.Company.LifecycleStage',
        'booking_sheet.rows.Booking link',
        'booking_sheet.rows.Backup email',
      ]),
    )
    process.stderr.write(`${hostile.length} strings in ${fields.length} fields\n`)
  })

  // fields of one record take different strings at the same time: each meets every string once
  test.concurrent.each(tables)('%s: changes no request, no menu and no shape, and nothing invisible gets out', async (_table, together) => {
    const put = (changed: Records, index: number, strings: readonly string[]): void => {
      for (const [at, field] of together.entries()) field.put(changed, strings[(index + at * 7) % strings.length] ?? '')
    }
    expect(await walk(hostile, put)).toEqual([])
  })

  // one at a time, since the first that leads nowhere hides the others; each takes another fifth of the strings
  test.concurrent.each(leading.map((field, at) => [field.name, field, at] as const))(
    '%s, which leads elsewhere: asks for nothing that an honest value would not',
    async (_name, field, at) => {
      const strings = [...ownHostileStrings, ...hostile.filter((_, index) => index % 5 === at % 5)]
      expect(await walk(strings, (changed, index, from) => field.put(changed, from[index] ?? ''))).toEqual([])
    },
  )
})

describe('an ordinary text', { timeout: 300_000 }, () => {
  test('that a rule reads is explained word for word, ninety-nine times in a hundred', async () => {
    const benign = [...corpusStrings(['prompt-injection-benign'], 1)].filter((text) => text.includes(' ') && text.length <= 300)
    const touched: string[] = []
    await using desk = await openDesk()
    for (const text of benign) {
      const { answered } = await ask(desk, tool, ({ salesforce }) => {
        salesforce.Account[acme] = { ...salesforce.Account[acme], Segment__c: text }
      })
      const { facts } = await explain(desk, answered)
      if (facts['account.segment']?.value !== text) touched.push(text)
      expect(structured(answered)).toHaveProperty('contact')
    }
    expect(touched.slice(Math.floor(benign.length / 100))).toEqual([])
  })
})
