import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openStoryDesk, type StoryDesk } from '../stories/support/story-desk.ts'
import { platform } from '../stories/support/tokens.ts'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import { mustAccept, mustRefuse, ours } from './support/json-cases.ts'

let desk: StoryDesk
let token: string
beforeAll(async () => {
  desk = await openStoryDesk()
  token = await desk.token(platform)
})
afterAll(() => desk[Symbol.asyncDispose]())
afterEach(() => {
  if (Object.keys(Object.prototype).length > 0) throw new Error('the prototype of every object has changed')
})

const marker = '"WHERE IT STANDS"'
const { body, headers } = modernRequest('tools/call', {
  name: 'get_escalation_contact',
  arguments: { account_id: '12345', more: JSON.parse(marker) as string },
})
const [before = '', after = ''] = JSON.stringify(body).split(marker)

/** Posts a body; gives its HTTP status and JSON-RPC error code, if any. */
async function post(text: string | Uint8Array): Promise<{ status: number; code: number | undefined }> {
  const sent = typeof text === 'string' ? text : new Uint8Array(text)
  const response = await fetch(desk.url, { method: 'POST', headers: { ...usualHeaders(token), ...headers }, body: sent })
  const { error } = (await response.json()) as { error?: { code: number } }
  return { status: response.status, code: error?.code }
}

/** The text as one argument of a call, and as a whole body. */
function within(text: string | Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from(before), Buffer.from(text), Buffer.from(after)]))
}

/** Whether a value was read: a call with a field nobody knows is answered by the tool, not by the protocol. */
async function isTaken(text: string | Uint8Array): Promise<boolean> {
  const { status, code } = await post(within(text))
  if (status === 200 && code === undefined) return true
  expect([400, [-32_700, -32_600].includes(code ?? 0)]).toEqual([status, true])
  return false
}

test('there are more than 150 cases', () => {
  expect(Object.keys(mustRefuse).length + Object.keys(mustAccept).length + ours.length).toBeGreaterThan(150)
})

describe('what is no JSON is refused', () => {
  test.each(Object.entries(mustRefuse))('%s', async (_name, text) => {
    expect([await isTaken(text), await post(text)]).toEqual([false, { status: 400, code: -32_700 }])
  })
})

describe('what is JSON to everybody is taken', () => {
  test.each(Object.entries(mustAccept))('%s', async (_name, text) => {
    expect(await isTaken(text)).toBe(true)
  })
})

describe('what is left to the reader', () => {
  test.each(ours)('$what: taken $taken, since $why', async ({ text, taken }) => {
    expect(await isTaken(text)).toBe(taken)
  })
})
