import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './ask.ts'
import { callersOf, questionsAbout, type Fence, type IsolatedCaller, type Question } from './callers.ts'
import { canaryCompany, canaryPattern } from './canary-company.ts'
import { openDeskLine } from './desk-line.ts'
import type { KeptMemory } from './kept-memory.ts'
import type { Random } from '../support/random.ts'

/** What was done and what came of it. */
export interface Report {
  readonly tokens: number
  readonly calls: number
  readonly answered: number
  readonly hungUp: number
  /** Calls made while a backend was in trouble. */
  readonly troubled: number
  /** Answers that held something of the caller's own: without any, nothing would be proven. */
  readonly own: number
  /** Calls about any account at all, whosever it is. */
  readonly strange: number
  /** Answers held against an earlier one, or one of a desk that remembered nothing. */
  readonly compared: number
  /** Whose credentials were found in memory, the desk's own among them. */
  readonly owners: number
  readonly faults: readonly string[]
}

/** How much is asked, and how callers are kept apart. */
export interface Probing {
  readonly fence: Fence
  readonly calls: number
  readonly customers: number
  readonly users: number
  readonly random: Random
  readonly progress: (calls: number) => void
}

const [atOnce, longestHangMs, restarts] = [48, 25, 40]
const breakerRestsMs = 300
const betweenRestartsMs = 5_000
const staleMs = 20 * 60_000
const weekMs = 7 * 24 * 3_600_000
const mostFaults = 20

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

const withoutIds = (reply: string): string => reply.replaceAll(/dec_[a-z]+/g, 'dec_')
const canariesIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(canaryPattern)].map(([word]) => word.toLowerCase()))

/** Asks a desk in the name of many callers at once and looks for anything, anywhere, that is not its caller's. */
export async function probe({ fence, calls: wanted, customers: customerCount, users, random, progress }: Probing): Promise<Report> {
  const { customers } = await canaryCompany(customerCount, users)
  const callers = callersOf(customers, fence)
  const everyAccount = customers.flatMap(({ own, shared }) => [...own, shared])
  using desk = await openDeskLine(customerCount, users, fence)
  const issueTokens = (): Promise<readonly string[]> => desk.tell({ what: 'tokens', of: callers.map(({ claims }) => claims) })
  let tokens = await issueTokens()
  const seen = { calls: 0, answered: 0, own: 0, strange: 0, hungUp: 0, troubled: 0, compared: 0 }
  const faults: string[] = []
  const answers = new Map<string, string>()

  /** One call of a random caller about a random account, mostly their own. */
  async function one(troubled: boolean, about?: Question): Promise<void> {
    const place = random.below(callers.length)
    const caller = callers[place] as IsolatedCaller
    const isOwn = random.chance(0.6)
    const question = about ?? random.of(questionsAbout(random.of(isOwn ? caller.accounts : everyAccount), caller.tools))
    const hangUp = random.chance(0.03) ? random.below(longestHangMs) : undefined
    const reply = await ask(desk.url, tokens[place] as string, question, hangUp)
    seen.calls += 1
    if (troubled) seen.troubled += 1
    if (reply === undefined) {
      seen.hungUp += 1
      return
    }
    seen.answered += 1
    if (!isOwn) seen.strange += 1
    const found = canariesIn(reply)
    if (found.size > 0) seen.own += 1
    const foreign = [...found].filter((word) => !caller.may.has(word))
    if (foreign.length > 0)
      faults.push(`${caller.claims.subject} was told of ${foreign.join(', ')} when asking ${JSON.stringify(question)}`)
    if (!reply.startsWith('200 ')) faults.push(`${JSON.stringify(question)} was not answered: ${reply.slice(0, 200)}`)
    if (!troubled) compare(`${place} ${JSON.stringify(question)}`, withoutIds(reply))
  }

  /** The same question of the same caller has one answer, from memory or not. */
  function compare(key: string, reply: string): void {
    const known = answers.get(key)
    if (known === undefined) answers.set(key, reply)
    else if (known === reply) seen.compared += 1
    else faults.push(`${key} was answered differently:\n  ${known}\n  ${reply}`)
  }

  async function many(calls: number, troubled: boolean): Promise<void> {
    let left = calls
    const worker = async (): Promise<void> => {
      while (left > 0 && faults.length < mostFaults) {
        left -= 1
        await one(troubled)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }

  /** The same account asked about by everybody at the very same moment, with nothing in memory: one look-up, many answers. */
  async function together(troubled: boolean): Promise<void> {
    const question = { tool: 'get_escalation_contact', args: { account_id: random.of(everyAccount).id } }
    await Promise.all(Array.from({ length: atOnce }, () => one(troubled, question)))
  }

  /** Answers from memory are the answers of a desk that remembers nothing: it is started anew for each question. */
  async function againstUncached(): Promise<void> {
    for (let count = 0; count < restarts; count += 1) {
      const place = random.below(callers.length)
      const { accounts, tools } = callers[place] as IsolatedCaller
      const question = random.of(questionsAbout(random.of(random.chance(0.7) ? accounts : everyAccount), tools))
      const asked = async (): Promise<string> => withoutIds((await ask(desk.url, tokens[place] as string, question)) ?? '')
      // restarting so often within one minute would use up what the pretend vendors allow
      await desk.tell({ what: 'advance', ms: betweenRestartsMs })
      await asked()
      const fromMemory = await asked()
      await desk.tell({ what: 'restart' })
      const uncached = await asked()
      if (uncached === fromMemory && uncached.startsWith('200 ')) seen.compared += 1
      else faults.push(`an answer from memory differs from one without:\n  ${fromMemory}\n  ${uncached}`)
    }
  }

  /** Nothing of anybody stands in the log or among the metrics. */
  async function checkTexts(): Promise<void> {
    for (const what of ['log', 'metrics'] as const) {
      const text = await desk.tell<string>({ what })
      if (text.length === 0) faults.push(`the ${what} is empty, so it proves nothing`)
      const found = canariesIn(text)
      if (found.size > 0) faults.push(`the ${what} names ${[...found].join(', ')}`)
    }
  }

  /** What was read with a caller's credentials is that caller's, and kept for nobody else. */
  async function checkMemory(): Promise<number> {
    const kept = await desk.tell<KeptMemory>({ what: 'memory' })
    const ofCallers = Object.entries(kept).filter(([owner]) => owner !== 's|')
    if (fence === 'rights' && ofCallers.length < customerCount * users) faults.push('somebody has nothing in memory, so it proves nothing')
    for (const [owner, words] of ofCallers) {
      const fits = callers.some(({ may }) => words.every((word) => may.has(word)))
      if (!fits) faults.push(`in memory for ${owner} lies ${words.join(', ')}, which is no one caller’s`)
    }
    return Object.keys(kept).length
  }

  for (let round = 0; seen.calls < wanted && faults.length === 0; round += 1) {
    const share = Math.min(Math.ceil(wanted / 10), wanted - seen.calls)
    await many(Math.ceil(share * 0.7), false)
    const [backend, fault] = troubles[round % troubles.length] as (typeof troubles)[number]
    await desk.tell({ what: 'trouble', backend, fault })
    await desk.tell({ what: 'advance', ms: staleMs })
    await together(true)
    await many(Math.ceil(share * 0.3), true)
    await desk.tell({ what: 'trouble', backend, fault: undefined })
    await sleep(breakerRestsMs)
    // a week later at the same hour: nothing of before may be used, and everybody is where they were
    await desk.tell({ what: 'advance', ms: weekMs - staleMs })
    tokens = await issueTokens()
    answers.clear()
    // a breaker that has rested lets one look-up through and refuses the others until that one is back
    await together(true)
    await together(false)
    progress(seen.calls)
  }
  const owners = await checkMemory()
  await checkTexts()
  await againstUncached()
  if (seen.own < seen.answered / 4 || seen.hungUp === 0 || seen.compared === 0)
    faults.push('nothing was proven: too few answers held anything of the caller’s own, or nobody hung up')
  return { ...seen, tokens: callers.length, owners, faults }
}
