import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, structured, type Answered } from './support/call.ts'
import { corpusStrings, ownHostileStrings } from './support/hostile-strings.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { colleague, platform } from './support/tokens.ts'

const contact = 'get_escalation_contact'
const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} }

let desk: StoryDesk
beforeAll(async () => {
  desk = await openStoryDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

afterEach(async () => {
  const live = await fetch(new URL('/live', desk.url))
  const good = structured(await call(desk.url, await desk.token(platform), contact, { account_id: '12345' }))
  const isWell = live.status === 200 && good['status'] === 'ok' && Object.keys(Object.prototype).length === 0 && !('polluted' in {})
  if (!isWell) throw new Error('the desk is not what it was before')
})

/** Posts a body as it is. */
async function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(desk.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await desk.token(platform)}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': contact,
      ...headers,
    },
    body,
  })
  return { status: response.status, text: await response.text() }
}

/** Nothing of our insides: no place in the code, no library, no file. */
const insides = /\bat .+:\d+:\d+|node_modules|\.ts\b|ZodError|TypeError|ReferenceError|SqliteError|SOQL|MALFORMED_QUERY/

const plainRefusal = { isClientError: true, showsInsides: false, error: { code: expect.any(Number), message: expect.any(String) } }

/** A refusal by its parts. */
function refusal({ status, text }: { status: number; text: string }): object {
  const { error } = JSON.parse(text) as { error?: unknown }
  return { isClientError: status >= 400 && status < 500, showsInsides: insides.test(text), error }
}

/** What a model is told about a call that was not accepted. Throws an `Error` when it was. */
function refusedWith({ raw, result }: Answered): string {
  if (result?.isError !== true || result.structuredContent !== undefined || insides.test(raw))
    throw new Error(`not refused as it should be: ${raw}`)
  return result.content.map(({ text }) => text).join('\n')
}

describe('what is no message is refused in the protocol’s terms', () => {
  const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`
  test.each([
    ['nothing', ''],
    ['half a message', '{"jsonrpc":"2.0","id":1,"meth'],
    ['a list of nothing', '[]'],
    ['null', 'null'],
    ['a number', '12345'],
    ['text', '"tools/call"'],
    [
      'another version of JSON-RPC',
      JSON.stringify({ jsonrpc: '1.0', id: 1, method: 'tools/call', params: { name: contact, _meta: meta } }),
    ],
    ['no method', JSON.stringify({ jsonrpc: '2.0', id: 1, params: { name: contact, _meta: meta } })],
    ['a method that is an object', JSON.stringify({ jsonrpc: '2.0', id: 1, method: {}, params: { name: contact, _meta: meta } })],
    [
      'an id that is an object',
      JSON.stringify({ jsonrpc: '2.0', id: { $gt: 1 }, method: 'tools/call', params: { name: contact, _meta: meta } }),
    ],
    ['parameters as a list', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: [contact] })],
    [
      'a field named constructor',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: contact, arguments: { constructor: {} } } }),
    ],
    ['a field twice', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${contact}","name":"explain_routing"}}`],
    ['nesting without end', deep],
    [
      'a hundred thousand members',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { list: Array.from({ length: 100_000 }, () => 0) } }),
    ],
    [
      'five megabytes',
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: contact, arguments: { account_id: 'x'.repeat(5_000_000) }, _meta: meta },
      }),
    ],
  ])('%s', async (_title, body) => {
    expect(refusal(await post(body))).toEqual(plainRefusal)
  })

  test('bytes that are no text', async () => {
    expect(refusal(await post(new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0x7b, 0x22])))).toEqual(plainRefusal)
  })

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
  ])('a body of type %s', async (type, status) => {
    const answer = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }), { 'content-type': type })
    expect(answer.status).toBe(status)
    expect(refusal(answer)).toEqual(plainRefusal)
  })
})

describe('a call that cannot be answered says what is wrong with it', () => {
  test.each<readonly [string, unknown, RegExp]>([
    ['neither id nor address', {}, /give account_id or email/],
    ['nothing at all', undefined, /give account_id or email/],
    ['nulls only', { account_id: null, email: null }, /give account_id or email/],
    ['both id and address', { account_id: '12345', email: 'jane.doe@acme-robotics.example' }, /only one of account_id and email/],
    ['a number', { account_id: 12_345 }, /`account_id`/],
    ['a list', { account_id: ['12345'] }, /`account_id`/],
    ['an object', { account_id: { $ne: '' } }, /`account_id`/],
    ['a boolean', { email: true }, /`email`/],
    ['no address', { email: 'jane.doe' }, /must be one e-mail address/],
    ['two addresses', { email: 'a@acme-robotics.example,b@acme-robotics.example' }, /must be one e-mail address/],
    ['an address with a name', { email: 'Jane <jane.doe@acme-robotics.example>' }, /must be one e-mail address/],
    ['an address of 300 characters', { email: `${'x'.repeat(280)}@acme-robotics.example` }, /must be one e-mail address/],
    ['an id of 41 characters', { account_id: 'x'.repeat(41) }, /must be an account ID/],
    ['an empty id', { account_id: '   ' }, /must be an account ID/],
    ['another topic', { account_id: '12345', topic: 'gossip' }, /`topic` must be one of/],
    ['a language that is none', { account_id: '12345', preferred_language: 'German please' }, /language tag/],
    ['a field nobody knows', { account_id: '12345', customer_note: 'hello' }, /there is no field `customer_note`/],
  ])('%s', async (_title, args, words) => {
    expect(refusedWith(await call(desk.url, await desk.token(platform), contact, args))).toMatch(words)
  })

  test.each<readonly [string, string, unknown]>([
    ['a role nobody has', 'get_account_team', { account_id: '12345', roles: ['boss'] }],
    ['roles that are no list', 'get_account_team', { account_id: '12345', roles: 'csm' }],
    ['an empty list of roles', 'get_account_team', { account_id: '12345', roles: [] }],
    ['health by address', 'get_account_health', { email: 'jane.doe@acme-robotics.example' }],
    ['no decision', 'explain_routing', { decision_id: 'dec_' }],
    ['a decision nobody made', 'explain_routing', { decision_id: 'dec_bcdfghjkmnpqrstvwxzb' }],
    ['a decision that is a path', 'explain_routing', { decision_id: '../../etc/passwd' }],
  ])('%s', async (_title, tool, args) => {
    expect(refusedWith(await call(desk.url, await desk.token(colleague), tool, args))).toMatch(/\w/)
  })

  test.each([['no_such_tool'], ['__proto__'], ['constructor'], ['get_escalation_contact '], ['GET_ESCALATION_CONTACT'], ['x'.repeat(200)]])(
    'a tool called %s',
    async (tool) => {
      const answered = await call(desk.url, await desk.token(platform), tool, { account_id: '12345' })
      expect(answered.raw).not.toMatch(insides)
      expect(answered.error).toMatchObject({ code: expect.any(Number), message: expect.any(String) })
    },
  )

  test('a field named __proto__ changes nothing', async () => {
    const args = JSON.parse('{"account_id":"12345","__proto__":{"account_id":"001NwIrisBankA1IRI","polluted":true}}') as unknown
    const { raw } = await call(desk.url, await desk.token(platform), contact, args)
    expect(raw).not.toContain('001NwIrisBankA1IRI')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('a hidden tool gets the words of one that does not exist', async () => {
    const token = await desk.token(platform)
    const hidden = await call(desk.url, token, 'explain_routing', {})
    const unknown = await call(desk.url, token, 'explain_nothing', {})
    expect(hidden.raw.replace('explain_routing', 'explain_nothing')).toBe(unknown.raw)
    expect(hidden.httpStatus).toBe(unknown.httpStatus)
  })

  test.each([
    ['null', null],
    ['zero', 0],
    ['text', 'a-"7"\u2028'],
    ['a fraction', 1.5],
    ['a list', [1]],
  ])('odd request ids are survived: %s', async (_title, id) => {
    const answered = await call(desk.url, await desk.token(platform), contact, { account_id: '12345' }, { id })
    expect(answered.raw).not.toMatch(insides)
    expect(answered.result ?? answered.error).toBeDefined()
  })
})

test('hostile text in any argument is refused or leads to nobody’s account, and reaches no query language', async () => {
  const strings = [
    ...ownHostileStrings,
    ...corpusStrings(['naughty-strings'], 6),
    ...corpusStrings(['injection'], 25),
    ...corpusStrings(['email'], 2),
  ]
  const token = await desk.token(colleague)
  const tries = strings.flatMap((text) => [
    call(desk.url, token, contact, { account_id: text }),
    call(desk.url, token, contact, { email: text }),
    call(desk.url, token, contact, { email: `${text}@example.com` }),
    call(desk.url, token, contact, { account_id: '12345', topic: text }),
    call(desk.url, token, contact, { account_id: '12345', preferred_language: text }),
    call(desk.url, token, 'get_account_team', { account_id: '12345', roles: [text] }),
    call(desk.url, token, 'explain_routing', { decision_id: text }),
  ])
  for (const answered of await Promise.all(tries)) {
    expect(answered).toMatchObject({ httpStatus: 200, error: undefined })
    expect(answered.raw).not.toMatch(insides)
    const status = answered.result?.structuredContent?.['status']
    expect(answered.result?.isError === true || status === 'not_found' || status === 'ok').toBe(true)
  }
  const states = [...desk.gateway.desk.sources.values()].map((source) => source.state())
  expect(new Set(states)).toEqual(new Set(['closed']))
})
