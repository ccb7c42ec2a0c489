import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, contactOf, structured, type Answered } from './support/call.ts'
import { explain } from './support/explain.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

const deadlineMs = 700
const graceMs = 50 + 500
const longerThanUsableMs = 8 * 24 * 3_600_000
// breakers stay closed, and a request is given up before the next cell begins
const edit = (text: string): string =>
  text.replaceAll('50% of 20 calls fail', '100% of 5000 calls fail').replaceAll('timeout: 1500ms', 'timeout: 350ms')
const backends = ['salesforce', 'gainsight', 'booking_sheet', 'headshots'] as const
const faults = [
  { kind: 'slow', delayMs: 2_000 },
  { kind: 'hang' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 404 },
  { kind: 'rate_limited' },
  { kind: 'expired_session' },
  { kind: 'html' },
  { kind: 'cut' },
] as const

let desk: StoryDesk
let healthyRequests: ReadonlyMap<string, number>

beforeAll(async () => {
  desk = await openStoryDesk({ deadlineMs, edit })
  await ask()
  desk.advance(longerThanUsableMs)
  resetStats()
  await ask()
  healthyRequests = new Map([...desk.backends].map(([name, backend]) => [name, backend.stats().requests]))
})
afterAll(() => desk[Symbol.asyncDispose]())

async function ask(): Promise<Answered> {
  return await call(desk.url, await desk.token(platform), 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
}

function resetStats(): void {
  for (const backend of desk.backends.values()) backend.resetStats()
}

const titleOf = (fault: (typeof faults)[number]): string => ('status' in fault ? `status ${fault.status}` : fault.kind)
/** Two backends have no sessions, and a picture that is missing is no trouble. */
const cannotBe: readonly string[] = ['gainsight expired_session', 'headshots expired_session', 'headshots status 404']
const cells = backends
  .flatMap((name) => faults.map((fault) => [name, titleOf(fault), fault] as const))
  .filter(([name, title]) => !cannotBe.includes(`${name} ${title}`))

describe('an answer stays useful, in time and honest', () => {
  test.each(cells)('%s: %s', async (name, _title, fault) => {
    desk.advance(longerThanUsableMs)
    resetStats()
    const backend = desk.backends.get(name)
    backend?.fail(fault)
    try {
      const answered = await ask()
      expect(structured(answered)).toHaveProperty('status')
      expect(answered.tookMs).toBeLessThan(deadlineMs + graceMs)
      expect(contactOf(answered)).toMatchObject({ name: expect.stringMatching(/\p{L}/u), email: expect.stringContaining('@northwind') })
      const { flags } = await explain(desk, answered)
      expect(flags).toContain(`source_down:${name}`)
      expect(structured(answered)['status']).toBe('degraded')
      const tooMany = [...desk.backends].filter(([other, { stats }]) => stats().requests > 2 * (healthyRequests.get(other) ?? 0) + 1)
      expect(tooMany.map(([other, { stats }]) => [other, stats().byRoute])).toEqual([])
    } finally {
      backend?.fail(undefined)
    }
  })

  test.each(['salesforce', 'booking_sheet'] as const)('%s: a session that ended is opened again within the call', async (name) => {
    desk.advance(longerThanUsableMs)
    await ask()
    // past the freshest fact, within the life of a session
    desk.advance(20 * 60_000)
    desk.backends.get(name)?.fail({ kind: 'expired_session', times: 1 })
    const answered = await ask()
    expect(structured(answered)).toMatchObject({ status: 'ok', contact: { name: 'Sarah Jenkins' } })
  })

  test('one backend that hangs does not slow down questions that need only the others', async () => {
    desk.advance(longerThanUsableMs)
    await ask()
    desk.backends.get('salesforce')?.fail({ kind: 'hang' })
    try {
      const token = await desk.token(platform)
      const slow = call(desk.url, token, 'get_escalation_contact', { account_id: '001NwIrisBankA1IRI' })
      const quick = await call(desk.url, token, 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
      expect(quick.tookMs).toBeLessThan(200)
      expect(structured(quick)['status']).toBe('ok')
      expect((await slow).tookMs).toBeLessThan(deadlineMs + graceMs)
    } finally {
      desk.backends.get('salesforce')?.fail(undefined)
    }
  })
})

describe('a deadline holds also where a backend may take longer than there is time', () => {
  test.each([['one of them', ['gainsight']] as const, ['all of them', backends] as const])('%s', async (_title, hanging) => {
    await using slow = await openStoryDesk({ deadlineMs, edit: (text) => text.replaceAll('timeout: 1500ms', 'timeout: 20s') })
    for (const name of hanging) slow.backends.get(name)?.fail({ kind: 'hang' })
    const answered = await call(slow.url, await slow.token(platform), 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
    expect(answered.tookMs).toBeLessThan(deadlineMs + graceMs)
    expect(contactOf(answered)['email']).toContain('@northwind.example')
  })
})
