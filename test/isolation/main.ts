// npm run test:isolation [-- --calls 200000 --seed 1]
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ask } from './ask.ts'
import { callersOf, questionsAbout, type IsolatedCaller, type Question } from './callers.ts'
import { canaryCompany, canaryPattern } from './canary-company.ts'
import { openDeskLine, type DeskLine } from './desk-line.ts'
import { randomFrom } from './random.ts'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (values.help) {
  say('Asks a desk in the name of many callers at once and looks for anything in any answer that is not its caller’s.\n')
  say('  --calls N   calls to make (200000)\n  --seed N    another seed, another order of everything (1)')
  process.exit(0)
}

const [customerCount, userCount, atOnce, longestHangMs] = [3, 4, 48, 25]
const wanted = Number(values.calls)
const random = randomFrom(Number(values.seed))
const { customers } = await canaryCompany(customerCount, userCount)
const callers = callersOf(customers)
const everyAccount = customers.flatMap(({ own, shared }) => [...own, shared])
using desk = await openDeskLine(customerCount, userCount)
let tokens = await issueTokens()

const seen = { calls: 0, answered: 0, own: 0, foreignAsked: 0, hungUp: 0, troubled: 0, compared: 0 }
const faults: string[] = []
const answers = new Map<string, string>()

/** Everybody's token, good for an hour of the desk's time. */
function issueTokens(): Promise<readonly string[]> {
  return desk.tell({ what: 'tokens', of: callers.map(({ claims }) => claims) })
}

/** One call of a random caller about a random account, mostly their own. */
async function one(troubled: boolean, about?: Question): Promise<void> {
  const place = random.below(callers.length)
  const caller = callers[place] as IsolatedCaller
  const isOwn = random.chance(0.6)
  const account = random.of(isOwn ? caller.accounts : everyAccount)
  const question = about ?? random.of(questionsAbout(account, caller.tools))
  const hangUp = random.chance(0.03) ? random.below(longestHangMs) : undefined
  const reply = await ask(desk.url, tokens[place] as string, question, hangUp)
  seen.calls += 1
  if (troubled) seen.troubled += 1
  if (reply === undefined) {
    seen.hungUp += 1
    return
  }
  if (!reply.startsWith('200 ')) faults.push(`${JSON.stringify(question)} was not answered: ${reply.slice(0, 200)}`)
  seen.answered += 1
  const found = new Set([...reply.matchAll(canaryPattern)].map(([word]) => word.toLowerCase()))
  const foreign = [...found].filter((word) => !caller.may.has(word))
  if (foreign.length > 0) faults.push(`${caller.claims.subject} was told of ${foreign.join(', ')} when asking ${JSON.stringify(question)}`)
  if (found.size > 0) seen.own += 1
  if (!isOwn) seen.foreignAsked += 1
  if (!troubled) {
    // the same question of the same caller has one answer, from memory or not
    const key = `${place} ${JSON.stringify(question)}`
    const plain = withoutIds(reply)
    const known = answers.get(key)
    if (known === undefined) answers.set(key, plain)
    else if (known === plain) seen.compared += 1
    else faults.push(`${key} was answered differently:\n  ${known}\n  ${plain}`)
  }
}

const withoutIds = (reply: string): string => reply.replaceAll(/dec_[a-z]+/g, 'dec_')

/** So many calls, so many at once. */
async function many(calls: number, troubled: boolean): Promise<void> {
  let left = calls
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0 && faults.length < 20) {
        left -= 1
        await one(troubled)
      }
    }),
  )
}

/** The same account asked about by everybody at the very same moment, with nothing in memory: one look-up, many answers. */
async function together(troubled: boolean): Promise<void> {
  const question = { tool: 'get_escalation_contact', args: { account_id: random.of(everyAccount).id } }
  await Promise.all(Array.from({ length: atOnce }, () => one(troubled, question)))
}

const troubles = [
  ['salesforce', 'down'],
  ['gainsight', 'down'],
  ['gainsight', { kind: 'status', status: 500 }],
  ['salesforce', { kind: 'html' }],
  ['salesforce', { kind: 'slow', delayMs: 40 }],
  ['booking_sheet', { kind: 'cut' }],
  ['gainsight', { kind: 'status', status: 403 }],
  ['headshots', { kind: 'hang' }],
] as const

const breakerRestsMs = 300
const betweenRestartsMs = 5_000
const staleMs = 20 * 60_000
const backToMorningMs = 7 * 24 * 3_600_000

for (let round = 0; seen.calls < wanted && faults.length === 0; round += 1) {
  const share = Math.min(Math.ceil(wanted / 20), wanted - seen.calls)
  await many(Math.ceil(share * 0.7), false)
  const [backend, fault] = troubles[round % troubles.length] as (typeof troubles)[number]
  await desk.tell({ what: 'trouble', backend, fault })
  await desk.tell({ what: 'advance', ms: staleMs })
  await together(true)
  await many(Math.ceil(share * 0.3), true)
  await desk.tell({ what: 'trouble', backend, fault: undefined })
  await sleep(breakerRestsMs)
  // a week later at the same hour: nothing of before may be used, and everybody is where they were
  await desk.tell({ what: 'advance', ms: backToMorningMs - staleMs })
  tokens = await issueTokens()
  answers.clear()
  await together(false)
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${seen.calls} of ${wanted} calls`)
}
if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')

await checkTexts(desk)
await checkAgainstUncached(desk)

/** Nothing of anybody stands in the log or among the metrics. */
async function checkTexts(line: DeskLine): Promise<void> {
  for (const what of ['log', 'metrics'] as const) {
    const text = await line.tell<string>({ what })
    if (text.length === 0) faults.push(`the ${what} is empty, so it proves nothing`)
    const found = text.match(canaryPattern)
    if (found) faults.push(`the ${what} names ${[...new Set(found)].join(', ')}`)
  }
}

/** Answers from memory are the answers of a desk that remembers nothing: it is started anew for each question. */
async function checkAgainstUncached(line: DeskLine): Promise<void> {
  const sample = Array.from({ length: 60 }, () => {
    const place = random.below(callers.length)
    const caller = callers[place] as IsolatedCaller
    return { place, question: random.of(questionsAbout(random.of(random.chance(0.7) ? caller.accounts : everyAccount), caller.tools)) }
  })
  for (const { place, question } of sample) {
    // restarting so often within one minute would use up what the pretend vendors allow
    await line.tell({ what: 'advance', ms: betweenRestartsMs })
    const asked = async (): Promise<string> => withoutIds((await ask(line.url, tokens[place] as string, question)) ?? '')
    await asked()
    const fromMemory = await asked()
    await line.tell({ what: 'restart' })
    const uncached = await asked()
    if (uncached === fromMemory && uncached.startsWith('200 ')) seen.compared += 1
    else faults.push(`an answer from memory differs from one without:\n  ${fromMemory}\n  ${uncached}`)
  }
}

say(
  `${seen.calls} calls of ${callers.length} tokens (${customerCount} companies, ${userCount} users each, 3 sets of scopes), seed ${values.seed}`,
)
say(`${seen.answered} answered, ${seen.hungUp} hung up on, ${seen.troubled} while a backend was in trouble`)
say(`${seen.own} answers held something of the caller’s own, ${seen.foreignAsked} were asked about any account at all`)
say(`${seen.compared} answers compared with an earlier or an uncached one`)
const isEmpty = seen.own < seen.answered / 4 || seen.hungUp === 0 || seen.compared === 0 || seen.answered === 0
if (isEmpty) faults.push('nothing was proven: no answer held anything of the caller’s own, or nobody hung up')
for (const fault of faults.slice(0, 10)) say(`  ${fault}`)
say(`${faults.length} foreign words, differences or leaks`)
say(faults.length === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed')
process.exit(faults.length === 0 ? 0 : 1)
