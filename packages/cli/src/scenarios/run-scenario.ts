import { callAsAgent, type Reply } from './agent.ts'
import { companyAt, companyBefore } from './company-at.ts'
import { differences, type Difference, type Observed } from './compare.ts'
import type { Scenario, ScenarioAuth } from './format.ts'
import type { TokenMaker } from './token-maker.ts'
import type { World } from './world.ts'

/** How a scenario went. */
export interface ScenarioResult {
  readonly scenario: Scenario
  readonly differences: readonly Difference[]
  readonly ms: number
  readonly reply: Reply
}

/** Everything a scenario is played with. */
export interface Players {
  readonly world: World
  readonly tokens: TokenMaker
  readonly company: Readonly<Record<string, unknown>>
  /** A scenario by id, for answers that must be the same. */
  readonly find: (id: string) => Scenario | undefined
}

/** What is read from the decision record rather than from the answer. */
const ofTheRecord = ['decision', 'flags', 'skipped', 'undecided_rules', 'stale', 'missing', 'audit'] as const

const colleague: ScenarioAuth = { audience: 'internal', scopes: ['cx.explain'] }

/** Plays a scenario from end to end and compares what came back. */
export async function runScenario(scenario: Scenario, players: Players): Promise<ScenarioResult> {
  const started = performance.now()
  const { reply, observed } = await play(scenario, players)
  const { says, never_says: neverSays, same_answer_as: sameAs, status, ...values } = scenario.expect
  const found = [
    ...(status === undefined ? [] : statusDifference(scenario, status, observed)),
    ...differences(values, observed),
    ...spoken(says, neverSays, reply),
    ...(typeof sameAs === 'string' ? await sameAnswer(sameAs, reply, players) : []),
  ]
  return { scenario, differences: found, ms: performance.now() - started, reply }
}

async function play(scenario: Scenario, { world, tokens, company }: Players): Promise<{ reply: Reply; observed: Observed }> {
  const now = Date.parse(scenario.now)
  const at = companyAt(company, scenario.set)
  const gateway = await world.openGateway()
  const ask = async (auth: ScenarioAuth, tool: string, args: Readonly<Record<string, unknown>>): Promise<Reply> =>
    callAsAgent(gateway.url, await tokens.sign(auth, world.audience, world.now), tool, args)
  try {
    for (const earlier of at.earlier) {
      world.now = now - earlier.ageS * 1000
      world.company = companyBefore(at.company, earlier)
      await world.takeDown(at.down.filter((name) => name !== earlier.backend))
      await ask(scenario.auth, scenario.tool, scenario.args)
    }
    world.now = now
    world.company = at.company
    await world.takeDown(at.down)
    const reply = await ask(scenario.auth, scenario.tool, scenario.args)
    return { reply, observed: await observe(scenario, reply, ask) }
  } finally {
    await gateway.close()
  }
}

async function observe(
  scenario: Scenario,
  reply: Reply,
  ask: (auth: ScenarioAuth, tool: string, args: Readonly<Record<string, unknown>>) => Promise<Reply>,
): Promise<Observed> {
  if (reply.error) {
    const unknown = await ask(scenario.auth, 'no_such_tool', scenario.args)
    const same =
      unknown.error?.code === reply.error.code && unknown.error.message.replaceAll('no_such_tool', scenario.tool) === reply.error.message
    return { status: same ? 'unknown_tool' : `error ${reply.error.code}: ${reply.error.message}` }
  }
  if (reply.isError) return { status: 'invalid_input' }
  const id = reply.structured?.['decision_id']
  const explained = typeof id === 'string' ? await ask(colleague, 'explain_routing', { decision_id: id }) : undefined
  const record = Object.fromEntries(ofTheRecord.map((key) => [key, explained?.structured?.[key]]))
  return { ...reply.structured, ...record }
}

function statusDifference(scenario: Scenario, expected: unknown, observed: Observed): Difference[] {
  return observed['status'] === expected ? [] : [{ where: `${scenario.tool} status`, expected, got: observed['status'] }]
}

function spoken(says: unknown, neverSays: unknown, reply: Reply): Difference[] {
  const missing = words(says).filter((word) => !reply.text.includes(word))
  const leaked = words(neverSays).filter((word) => reply.raw.includes(word))
  return [
    ...missing.map((word) => ({ where: 'text', expected: `to say "${word}"`, got: reply.text })),
    ...leaked.map((word) => ({ where: 'reply', expected: `never to say "${word}"`, got: reply.raw })),
  ]
}

const words = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : [])

async function sameAnswer(id: string, reply: Reply, players: Players): Promise<Difference[]> {
  const other = players.find(id)
  if (!other) return [{ where: 'same_answer_as', expected: `scenario ${id}`, got: 'no such scenario' }]
  const { reply: otherReply } = await play(other, players)
  const [mine, theirs] = [reply, otherReply].map(withoutIds)
  return mine === theirs ? [] : [{ where: 'same_answer_as', expected: theirs, got: mine }]
}

const withoutIds = (reply: Reply): string => reply.raw.replaceAll(/dec_[a-z]+/g, 'dec_')
