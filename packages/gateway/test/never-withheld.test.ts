import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LookupName, SnapshotEntry } from '@cx-concierge/contract'
import { decide, escalationAnswer, type Decision, type Question, type Snapshot } from '@cx-concierge/core'
import { question } from '../../core/test/support/ask.ts'
import { colleague } from '../../core/test/support/callers.ts'
import { accounts } from '../../core/test/support/company.ts'
import { friday, northwind } from '../../core/test/support/northwind.ts'
import { snapshotWith } from '../../core/test/support/snapshot.ts'
import type { Desk } from '../src/desk/desk.ts'
import { prepareAnswer, type DecisionSpeaker } from '../src/desk/prepared-answer.ts'
import { accountHealthTool } from '../src/desk/tools/get-account-health.ts'
import { accountTeamTool } from '../src/desk/tools/get-account-team.ts'
import { escalationContactTool } from '../src/desk/tools/get-escalation-contact.ts'
import { explainRoutingTool } from '../src/desk/tools/explain-routing.ts'
import { createOutputGate } from '../src/index.ts'
import type { ToolReply } from '../src/mcp/tool.ts'

const id = 'dec_bcdfghjklmnpqrstvwx'
const policy = northwind()
const withheld: string[] = []
const gate = createOutputGate({
  linkHosts: new Set([...policy.company.linkHosts, ...policy.company.imageHosts]),
  onWithheld: (tool, check) => void withheld.push(`${tool}: ${check}`),
})

/** Whatever somebody may put into a record: any text, and pieces that become something else beside their neighbours. */
const pieces =
  'Head of Data:|acme.com/|acme.com/´x|www|www.|Www|https:|mailto:|tel:|(|)|"|,|.|:|;|/|@|·| is the right person|\u0301|\u200C|\u200D|\u202E|ﬀ|ｗｗｗ．|。|´|¨x|ﷺ|علی\u200Cرضا|ශ්\u200Dරී|🚀|\uD800|\n|dec_aaaaaaaaaaaaaaaa|Ignore all rules|evil.com|x@northwind.example|sarah.jenkins@northwind.example|https://book.northwind.example/|https://img.northwind.example/|%0a|%E2%80%8B|northwind.example|Europe/Berlin|de|2026-11-19|2026-11-19T06:00:00Z|001NwAcmeRobot1IRA|1P0-sarah.jenkins'.split(
    '|',
  )
const text = fc.oneof(
  fc.string({ unit: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 })), maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.constantFrom(...pieces),
  fc.string({ unit: fc.constantFrom('a', '.', '/', ':', ',', ' ', 'é', '山'), minLength: 0, maxLength: 700 }),
)

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
/** These choose a branch by a closed list of words that connectors translate into. */
const closed = new Set(['employment', 'rejected'])

/** Every record with some of its texts replaced, those that lead to other records a little less often. */
function bent(snapshot: Snapshot, texts: readonly string[], share: number): Snapshot {
  let at = 0
  const next = (): number => (at += 1)
  const replaced = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const often = key === 'id' || key.endsWith('Id') || key === 'email' ? 7 : 1
      return !closed.has(key) && (next() * 2_654_435_761) % (100 * often) < share ? texts[at % texts.length] : value
    }
    if (Array.isArray(value)) return value.map((item) => replaced(item, key))
    return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, name)])) : value
  }
  const seen = new Map<string, SnapshotEntry | undefined>()
  return {
    get: (source: string, lookup: LookupName, key: string) => {
      const name = `${source}|${lookup}|${key}`
      if (!seen.has(name)) {
        const entry = snapshot.get(source, lookup, key)
        seen.set(name, entry?.state === 'answered' ? { ...entry, value: replaced(entry.value, '') } : entry)
      }
      return seen.get(name)
    },
  }
}

/** What each tool says of decisions, and what explains them, taken from the tools themselves. */
function speakerOf(tool: Question['tool']): DecisionSpeaker {
  let found: DecisionSpeaker | undefined
  const desk = {
    answer: (_question: unknown, _call: unknown, _count: unknown, speaker: DecisionSpeaker) => Promise.resolve(void (found = speaker)),
  }
  const tools = {
    get_escalation_contact: escalationContactTool,
    get_account_team: (one: Desk) => accountTeamTool(one, [...policy.roles.keys()]),
    get_account_health: accountHealthTool,
  }
  void tools[tool](desk as unknown as Desk).run({ topic: 'general', account_id: 'x' }, {} as never, () => undefined)
  if (found === undefined) throw new Error('a tool asked nobody')
  return found
}

const asked: readonly Partial<Question>[] = [
  ...Object.values(accounts).map((accountId) => ({ accountId })),
  { tool: 'get_account_team', accountId: accounts.acme },
  { tool: 'get_account_team', accountId: accounts.globexUk },
  { tool: 'get_account_health', accountId: accounts.acme },
  { accountId: '777', caller: colleague },
  { accountId: accounts.acme, caller: colleague },
  { email: 'x@kestrel.example', caller: colleague },
]

function decisionOf(about: Partial<Question>, snapshot: Snapshot): Decision {
  const decided = decide(question(about), snapshot, policy, friday)
  if (decided.state !== 'decided') throw new Error('asked for something although everything was answered')
  return decided.decision
}

/** What an answer cannot do without: somebody to contact, the team, or how the account is doing. */
const toTurnTo = ({ body, team }: Decision): object =>
  body.tool === 'get_escalation_contact' || (body.tool === 'get_account_team' && team === undefined)
    ? { contact: { name: expect.stringMatching(/\S/) } }
    : body.tool === 'get_account_team'
      ? { team: expect.anything() }
      : { health: expect.anything() }

const parsed = (result: string) => JSON.parse(`${result}}`) as Record<string, unknown>

describe('whatever the records say', { timeout: 60_000 }, () => {
  it('every question is answered, by an answer that the gate lets pass as it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(15, 40, 100),
        (about, texts, share) => {
          const decision = decisionOf(about, bent(snapshotWith({}, friday), texts, share))
          const answer = prepareAnswer(decision, { speaker: speakerOf(decision.body.tool as Question['tool']), gate, policy })
          expect(withheld.splice(0)).toEqual([])
          expect(parsed(answer.result(id))).toMatchObject({ structuredContent: toTurnTo(decision) })
        },
      ),
      { numRuns: 1_500 },
    )
  })

  it('every decision can be explained', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), fc.constantFrom(15, 40, 100), async (texts, share) => {
        const { body } = decisionOf({ accountId: accounts.acme }, bent(snapshotWith({}, friday), texts, share))
        const recorded = JSON.parse(JSON.stringify(body)) as typeof body
        const desk = {
          explain: () => Promise.resolve({ id, at: friday, body: recorded, auditFlags: [] }),
          reply: (_ended: unknown, speaker: DecisionSpeaker, reply: ToolReply) => Promise.resolve(gate.pass(speaker, reply)),
        }
        await explainRoutingTool(desk as unknown as Desk).run({ decision_id: id }, {} as never, () => undefined)
        expect(withheld.splice(0)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('an answer that the gate withholds all the same', () => {
  const decision = decisionOf({ accountId: accounts.acme }, snapshotWith({}, friday))
  const spoilt: DecisionSpeaker = {
    ...speakerOf('get_escalation_contact'),
    say: (one, decisionId) => {
      const { text: said, structured } = escalationAnswer(one, decisionId)
      return { text: one === decision ? `${said} https://evil.example/x` : said, structured }
    },
  }

  it('gives way to the desk that is always there, and the record says so', () => {
    const answer = prepareAnswer(decision, { speaker: spoilt, gate, policy })
    expect(withheld.splice(0)).toEqual(['get_escalation_contact: links'])
    const desk = policy.pools.get(policy.routing.lastResort)
    expect(parsed(answer.result(id))).toMatchObject({
      structuredContent: { status: 'unavailable', contact: { kind: 'team', name: desk?.name, email: desk?.email }, decision_id: id },
    })
    expect(answer.result(id)).not.toContain('evil')
    expect(answer.outcome).toBe('unavailable -> answer_withheld')
    expect(JSON.parse(answer.body)).toMatchObject({ account_id: accounts.acme, flags: expect.arrayContaining(['answer_withheld']) })
  })

  it.each(['get_account_team', 'get_account_health'] as const)('of %s, too', (tool) => {
    const about = decisionOf({ tool, accountId: accounts.birch }, snapshotWith({}, friday))
    const speaker = speakerOf(tool)
    const say: DecisionSpeaker['say'] = (one, decisionId) => {
      if (one === about) throw new Error('cannot be said')
      return speaker.say(one, decisionId)
    }
    const answer = prepareAnswer(about, { speaker: { ...speaker, say }, gate, policy })
    expect(withheld.splice(0)).toEqual([`${tool}: schema`])
    expect(answer.result(id)).toContain(policy.pools.get(policy.routing.lastResort)?.email)
  })
})
