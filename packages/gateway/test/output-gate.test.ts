import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLog, createMetrics, createOutputGate, type Tool, type ToolReply } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

const linkHosts = new Set(['book.northwind.example'])
const harmless = { text: 'Sarah Jenkins: https://book.northwind.example/sarah', structured: { name: 'Sarah Jenkins' } }
const output = z.strictObject({
  name: z.string(),
  link: z.string().optional(),
  agent_message: z.string().optional(),
  more: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))).optional(),
})

/** A tool nobody has looked at, which answers this. */
const careless = (reply: ToolReply): Tool => ({ ...echo, output, run: () => Promise.resolve(reply) })

/** Calls a tool over a real socket, either way a call may take. */
async function said(tool: Tool, expressLane: boolean) {
  const metrics = createMetrics()
  const kept: string[] = []
  let logged = ''
  const log = createLog({ destination: { write: (line: string) => void (logged += line) } })
  const gateway = await startGateway({
    tools: [tool],
    metrics,
    log,
    expressLane,
    keepRecord: ({ status }) => Promise.resolve(void kept.push(status)),
    pacing: {
      rates: { messages: () => undefined, account: () => undefined, close: () => Promise.resolve() },
      meanwhile: 'Write to desk@northwind.example.',
    },
    gate: createOutputGate({
      linkHosts,
      onWithheld: (name, check) => {
        metrics.answerWithheld(name, check)
        log.error({ tool: name, reason: check }, 'an answer was withheld')
      },
    }),
  })
  const answer = await gateway.send({ headers: modernHeaders(await makeToken(now)), body: JSON.stringify(modernCall()) })
  const counted = await metrics.registry.getSingleMetricAsString('concierge_answers_withheld_total')
  return { body: answer.body, result: messageOf(answer.body).result, counted, logged, kept }
}

const faulty: readonly (readonly [check: string, what: string, reply: ToolReply])[] = [
  ['schema', 'a field the schema does not name', { ...harmless, structured: { name: 'Sarah Jenkins', phone: 'leak' } }],
  ['schema', 'no structured content where some is promised', { text: 'leak' }],
  ['size', 'a field of more than 8 kB', { text: 'x', structured: { name: 'leak'.repeat(2_049) } }],
  ['size', 'a text of more than 64 kB', { ...harmless, text: `Sarah Jenkins ${'leak'.repeat(16_384)}` }],
  ['size', 'more than 64 kB in all', { text: 'leak', structured: { name: 'leak', more: { many: Array<string>(10_000).fill('leak') } } }],
  ...[
    '\u001B[31m',
    '\u0000',
    '\u202E',
    '\u2066',
    '\u200B',
    '\uFEFF',
    '\u{E0041}',
    '\uE000',
    '\uFE0F',
    '\u{E0101}',
    '\u00AD',
    '\u2028',
    '\u0085',
    '\r',
    '\uD800',
    '\u115F',
  ].flatMap(
    (character) =>
      [
        [
          'characters',
          `U+${character.codePointAt(0)?.toString(16)} in a field`,
          { text: `leak${character}x`, structured: { name: `leak${character}x` } },
        ],
        [
          'characters',
          `U+${character.codePointAt(0)?.toString(16)} in the text alone`,
          { text: `Sarah Jenkins leak${character}`, structured: { name: 'Sarah Jenkins' } },
        ],
      ] as const,
  ),
  ['characters', 'a line break in a field', { text: 'leak\nme', structured: { name: 'leak\nme' } }],
  [
    'characters',
    'one in the name of a field',
    { text: 'Sarah Jenkins a leak', structured: { name: 'Sarah Jenkins', more: { 'a\u202Eleak': [] } } },
  ],
  ...[
    'https://evil.example/leak',
    'http://book.northwind.example/leak',
    'https://book.northwind.example@evil.example/leak',
    'www.leak.example',
    'javascript:leak()',
    'see:data:text/html,leak',
    '(ftp://leak)',
    'mailto:leak@evil.example',
    'evil.example/leak',
    '[x](https://evil.example/leak)',
  ].flatMap(
    (link) =>
      [
        ['links', `${link} in a field`, { text: `Sarah Jenkins ${link}`, structured: { name: 'Sarah Jenkins', link } }],
        ['links', `${link} in the text alone`, { ...harmless, text: `Sarah Jenkins. Book: ${link}.` }],
        ['links', `${link} in an error`, { text: `Sorry, ${link}`, isError: true }],
      ] as const,
  ),
  ['unsaid_fact', 'a fact the text does not say', { text: 'somebody', structured: { name: 'leak' } }],
  ['unsaid_fact', 'a fact the text says only within another word', { text: 'bleaks', structured: { name: 'leak' } }],
  ['unsaid_fact', 'a number deep inside', { text: 'Sarah Jenkins', structured: { name: 'Sarah Jenkins', more: { leak: [7] } } }],
]

describe.each([
  ['the express lane', true],
  ['the SDK', false],
])('whatever a tool answers by %s', (_way, expressLane) => {
  it.each(faulty)('%s: %s is not sent, counted, logged and recorded as failed', async (check, _what, reply) => {
    const { body, result, counted, logged, kept } = await said(careless(reply), expressLane)
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringMatching(/^Something went wrong.* Write to desk@northwind\.example\.$/) }],
    })
    expect(body).not.toContain('leak')
    expect(counted).toContain(`concierge_answers_withheld_total{tool="echo",check="${check}"} 1`)
    expect(logged).toContain(`"tool":"echo","reason":"${check}"`)
    expect(logged).not.toContain('leak')
    expect(kept).toEqual(['failed'])
  })

  it('is sent when nothing is wrong with it', async () => {
    const reply = {
      text: 'Hello.\nSarah Jenkins: https://book.northwind.example/sarah.',
      structured: { name: 'Sarah Jenkins', agent_message: 'Hello.\nSarah Jenkins' },
    }
    const { result, kept } = await said(careless(reply), expressLane)
    expect(result).toMatchObject({ content: [{ text: reply.text }], structuredContent: reply.structured })
    expect(kept).toEqual([])
  })

  it('a schema that forgets to be strict still lets nothing out that it does not name', async () => {
    const tool: Tool = {
      ...careless({ ...harmless, structured: { name: 'Sarah Jenkins', phone: 'leak' } }),
      output: z.object({ name: z.string() }),
    }
    const { body, result } = await said(tool, expressLane)
    expect(result).toMatchObject({ structuredContent: { name: 'Sarah Jenkins' } })
    expect(body).not.toContain('leak')
  })
})

describe('a reply that is given again and again', () => {
  it('is judged once, and never carries the id of another call', () => {
    let judged = 0
    const output = z.strictObject({ decision_id: z.string() }).refine(() => (judged += 1) > 0)
    const gate = createOutputGate({ linkHosts, onWithheld: () => undefined })
    const fill = gate.passRepeated({ name: 'echo', output }, (id) => ({ text: `Reference: ${id}`, structured: { decision_id: id } }))
    expect([fill('dec_one'), fill('dec_two')].map((text) => JSON.parse(`${text}}`) as unknown)).toEqual(
      ['dec_one', 'dec_two'].map((id) => ({
        content: [{ type: 'text', text: `Reference: ${id}` }],
        structuredContent: { decision_id: id },
      })),
    )
    expect(judged).toBe(1)
  })

  it('is judged with an id that no record can imitate', () => {
    const ids: string[] = []
    const say = (id: string): ToolReply => {
      ids.push(id)
      return { text: `dec_aaaaaaaaaaaaaaaa ${id}`, structured: { decision_id: id } }
    }
    const filled = [1, 2].map(() => {
      const gate = createOutputGate({ linkHosts, onWithheld: () => undefined })
      return gate.passRepeated({ name: 'echo', output: z.strictObject({ decision_id: z.string() }) }, say)('dec_one')
    })
    expect(new Set(ids).size).toBe(2)
    for (const result of filled) expect(JSON.parse(`${result}}`)).toMatchObject({ content: [{ text: 'dec_aaaaaaaaaaaaaaaa dec_one' }] })
  })
})
