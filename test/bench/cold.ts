import { callTool, newAgent } from '../support/load/call-tool.ts'
import { bigCompany } from '../support/production/big-company.ts'
import type { Measure, Measured } from './measure.ts'
import { openDeskUnderTest, type DeskUnderTest } from './desk-under-test.ts'

/** What a cold gateway asked of its backends. */
interface ColdRow {
  readonly what: string
  readonly calls: number
  /** Requests by backend, sign-in apart. */
  readonly requests: Readonly<Record<string, number>>
  readonly ms: number
}

/** Calls that have to ask the systems. */
export const cold: Measure = { name: 'cold', what: 'requests that backends get for cold calls', measure: measureCold }

const tool = 'get_escalation_contact'

/** Cold calls: one, many different accounts at once, and one account many times at once. */
async function measureCold(): Promise<Measured> {
  const rows: ColdRow[] = []
  const { company, ids } = await bigCompany(200)
  const one = await withDesk(company, (desk) => run(desk, 'one profile', ['001NwAcmeRobot1IRA']))
  rows.push(one.row)
  rows.push((await withDesk(company, (desk) => run(desk, '200 different accounts at once', ids))).row)
  rows.push(
    (
      await withDesk(company, (desk) =>
        run(
          desk,
          '1,000 calls for one account at once',
          Array.from({ length: 1000 }, () => ids[0] as string),
        ),
      )
    ).row,
  )
  const title = `Cold calls: requests each backend got (signed in before); a profile took ${one.rounds} rounds of look-ups`
  const line = ({ what, ms, requests }: ColdRow): string =>
    `${what.padEnd(38)}${`${ms.toFixed(0)} ms`.padStart(9)}   ${Object.entries(requests)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`
  return { figures: { rows, rounds: one.rounds }, lines: [title, ...rows.map(line)] }
}

async function withDesk<Value>(company: Readonly<Record<string, unknown>>, use: (desk: DeskUnderTest) => Promise<Value>): Promise<Value> {
  const desk = await openDeskUnderTest(':memory:', false, company)
  try {
    return await use(desk)
  } finally {
    await desk.close()
  }
}

async function run(desk: DeskUnderTest, what: string, ids: readonly string[]): Promise<{ row: ColdRow; rounds: number }> {
  const token = await desk.token()
  // signing in happens once per session, not per profile
  for (const source of desk.gateway.desk.sources.values()) await source.check()
  for (const backend of desk.sandbox.backends.values()) backend.resetStats()
  const agent = newAgent(Infinity)
  const started = performance.now()
  const answers = await Promise.all(ids.map((id) => callTool(desk.gateway.url, token, tool, { account_id: id }, { agent })))
  const ms = performance.now() - started
  agent.destroy()
  const bad = answers.find((answer) => !answer.body.includes('"status":"ok"'))
  if (bad !== undefined) throw new Error(`a cold call did not end well: ${bad.failed} ${bad.body.slice(0, 400)}`)
  const requests = Object.fromEntries([...desk.sandbox.backends].map(([name, backend]) => [name, backend.stats().requests]))
  const metrics = await (await fetch(desk.gateway.url.replace(/\/mcp$/, '/metrics'))).text()
  const rounds = Math.max(...[...metrics.matchAll(/concierge_decision_seconds_count\{rounds="(\d+)"/g)].map((match) => Number(match[1])))
  return { row: { what, calls: ids.length, requests, ms }, rounds }
}
