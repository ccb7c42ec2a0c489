import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, structured, type Answered } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

// the promise is 100 ms; the rest is for a busy machine
const withinMs = 100 + 300
const deadlineMs = 5_000

let desk: StoryDesk
let token = ''
beforeAll(async () => {
  desk = await openStoryDesk({ deadlineMs, edit: (text) => text.replaceAll('timeout: 1500ms', 'timeout: 10s') })
  token = await desk.token(platform)
})
afterEach(() => gainsight().fail(undefined))
afterAll(() => desk[Symbol.asyncDispose]())

function gainsight() {
  const backend = desk.backends.get('gainsight')
  if (!backend) throw new Error('there is no gainsight')
  return backend
}

const ask = (accountId: string, signal: AbortSignal): Promise<Answered> =>
  call(desk.url, token, 'get_escalation_contact', { account_id: accountId }, { signal })

async function untilAsked(times: number): Promise<void> {
  await expect.poll(() => gainsight().stats().inFlight, { timeout: 3_000 }).toBe(times)
}

/** How long it takes until nobody asks any more. */
async function untilLeft(): Promise<number> {
  const since = performance.now()
  while (gainsight().stats().inFlight > 0 && performance.now() - since < deadlineMs) await sleep(2)
  return performance.now() - since
}

describe('a client that hangs up', () => {
  test('ends what only it was waiting for, all the way to the backend', async () => {
    gainsight().fail({ kind: 'hang' })
    const client = new AbortController()
    const gone = ask('001NwAcmeRobot1IRA', client.signal).catch(() => 'gone')
    await untilAsked(1)
    client.abort()
    expect(await untilLeft()).toBeLessThan(withinMs)
    expect(await gone).toBe('gone')
    expect(desk.gateway.desk.sources.get('gainsight')?.state()).toBe('closed')
  })

  test('takes nothing from another who waits for the same', async () => {
    gainsight().fail({ kind: 'slow', delayMs: 600 })
    const client = new AbortController()
    const before = gainsight().stats().requests
    const gone = ask('001NwIrisBankA1IRI', client.signal).catch(() => 'gone')
    const staying = ask('001NwIrisBankA1IRI', new AbortController().signal)
    await untilAsked(1)
    client.abort()
    await sleep(withinMs)
    expect(gainsight().stats().inFlight).toBe(1)
    expect(structured(await staying)['status']).toBe('ok')
    expect(await gone).toBe('gone')
    expect(gainsight().stats().byRoute['query']).toBeGreaterThan(0)
    expect(gainsight().stats().requests - before).toBeLessThanOrEqual(2)
  })
})
