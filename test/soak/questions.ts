import { bytesOf, legacyCall, modernCall } from '../support/load/era-request.ts'
import type { Random } from '../support/random.ts'

/** One question of the mix. */
export interface Asked {
  readonly bytes: Buffer
  readonly tool: string
  readonly hangUpAfterMs?: number
}

/** What questions are made of. */
export interface QuestionOptions {
  readonly url: string
  readonly token: string
  readonly staffToken: string
  /** Asked about so rarely that what was read before is old. */
  readonly coldAccounts: readonly string[]
  readonly random: Random
}

/** A mix of questions as many agents send them. */
export interface Questions {
  next(): Asked
  /** Every question about these accounts, once. */
  all(): readonly Asked[]
  /** Remembers a decision, to be explained later. */
  decided(id: string): void
}

const contact = 'get_escalation_contact'
const tools = [contact, contact, contact, 'get_account_team', 'get_account_health'] as const
const warmAccounts = ['12345', '001NwAcmeRobot1IRA', '001NwBirchBake2IBB', '001NwCobaltHea3IBC', '001NwDuneLogis4IRA', '001NwIrisBankA1IRI']
/** People, several companies of one address, nobody at all, and what is not even a question. */
const strange: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [contact, { email: 'jane.doe@acme-robotics.example' }],
  [contact, { email: 'new.hire@kestrel.example' }],
  [contact, { account_id: '001NwNobodyHereIBC' }],
  [contact, { account_id: 12_345 }],
  ['get_account_health', {}],
  ['explain_routing', { decision_id: 'dec_none' }],
  ['no_such_tool', { account_id: '12345' }],
]
const shares = { cold: 0.1, strange: 0.03, explained: 0.03, hungUp: 0.03 }
const longestHangMs = 30
const mostDecisions = 200

/** Makes the bytes of each question once. */
export function createQuestions({ url, token, staffToken, coldAccounts, random }: QuestionOptions): Questions {
  const known = new Map<string, Buffer>()
  const decisions: string[] = []

  const bytes = (tool: string, args: Readonly<Record<string, unknown>>, once = false): Buffer => {
    const make = random.chance(0.5) ? modernCall : legacyCall
    const holder = tool === 'explain_routing' ? staffToken : token
    const key = `${make.name} ${tool} ${JSON.stringify(args)}`
    const made = known.get(key) ?? bytesOf(url, make(tool, args, holder))
    if (!once) known.set(key, made)
    return made
  }

  const question = (): Asked => {
    const decision = decisions.length > 0 && random.chance(shares.explained) ? random.of(decisions) : undefined
    if (decision !== undefined) return { tool: 'explain_routing', bytes: bytes('explain_routing', { decision_id: decision }, true) }
    if (random.chance(shares.strange)) {
      const [tool, args] = random.of(strange)
      return { tool, bytes: bytes(tool, args) }
    }
    const tool = random.of(tools)
    const account = random.chance(shares.cold) && coldAccounts.length > 0 ? random.of(coldAccounts) : random.of(warmAccounts)
    return { tool, bytes: bytes(tool, { account_id: account }) }
  }

  return {
    all: () =>
      [...new Set(tools)].flatMap((tool) =>
        [...warmAccounts, ...coldAccounts].map((account) => ({ tool, bytes: bytes(tool, { account_id: account }) })),
      ),
    next: () => {
      const asked = question()
      return random.chance(shares.hungUp) ? { ...asked, hangUpAfterMs: random.below(longestHangMs) } : asked
    },
    decided: (id) => {
      if (decisions.length < mostDecisions) decisions.push(id)
      else decisions[random.below(mostDecisions)] = id
    },
  }
}
