import { Client, StreamableHTTPClientTransport, type JsonSchemaType } from '@modelcontextprotocol/client'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DemoDesk } from '../support/demo-desk.ts'
import type { DemoToken } from '../support/northwind-facts.ts'
import { answerKinds, silenceMs, situations, type AnswerKind } from './answer-kinds.ts'
import { bearer } from './clients/agent-client.ts'
import { unsaid } from './said-facts.ts'

const cardTokensAtMost = 250
const mostCards = 3
/** A team is as many cards as there are roles. */
const tokensAtMost = (tool: string): number => (tool === 'get_account_team' ? mostCards * cardTokensAtMost : cardTokensAtMost)
const validators = new AjvJsonSchemaValidator()
const open = new AsyncDisposableStack()
const desks = new Map<string, Promise<DemoDesk>>()
const clients = new Map<string, Promise<Client>>()
afterAll(() => open.disposeAsync())

const result = z.looseObject({
  content: z.array(z.looseObject({ type: z.literal('text'), text: z.string() })).length(1),
  structuredContent: z.looseObject({ decision_id: z.string() }),
  isError: z.literal(false).optional(),
})

const [usual] = answerKinds as readonly [AnswerKind]

interface Answered {
  readonly text: string
  readonly structured: z.output<typeof result>['structuredContent']
}

/** Desks are shared, except by kinds that change theirs. */
const placeOf = ({ name, situation }: AnswerKind): string => (silenceMs(situation) > 0 ? name : situation)

async function deskOf(kind: AnswerKind): Promise<DemoDesk> {
  const place = placeOf(kind)
  const opening = desks.get(place) ?? situations[kind.situation]().then((desk) => open.use(desk))
  desks.set(place, opening)
  return await opening
}

async function clientOf(kind: AnswerKind, token: DemoToken, mode: 'auto' | 'legacy' = 'auto'): Promise<Client> {
  const key = [placeOf(kind), token, mode].join()
  const connecting = clients.get(key) ?? deskOf(kind).then((desk) => connect(desk, token, mode))
  clients.set(key, connecting)
  return await connecting
}

async function connect(desk: DemoDesk, token: DemoToken, mode: 'auto' | 'legacy'): Promise<Client> {
  const client = new Client({ name: 'interop', version: '1.0.0' }, { versionNegotiation: { mode } })
  open.defer(() => client.close())
  await client.connect(new StreamableHTTPClientTransport(new URL(desk.url), { requestInit: { headers: bearer(token) } }))
  return client
}

async function ask(client: Client, tool: string, args: AnswerKind['args']): Promise<Answered> {
  const { content, structuredContent } = result.parse(await client.callTool({ name: tool, arguments: { ...args } }))
  return { text: content.map(({ text }) => text).join(), structured: structuredContent }
}

async function bringAbout(kind: AnswerKind): Promise<Answered> {
  const [desk, client] = [await deskOf(kind), await clientOf(kind, kind.token)]
  const silence = silenceMs(kind.situation)
  if (silence > 0) {
    await ask(client, kind.tool, kind.args)
    await desk.takeDown(['gainsight'])
    desk.moment += silence
  }
  return await ask(client, kind.tool, kind.args)
}

/** Whether an answer is what its tool's advertised output schema promises, as the SDK's own validator sees it. */
async function verdict(kind: AnswerKind, tool: string, structured: unknown): Promise<unknown> {
  const { tools } = await (await clientOf(kind, 'demo-internal')).listTools()
  const schema = tools.find(({ name }) => name === tool)?.outputSchema
  if (schema === undefined) throw new Error(`${tool} promises nothing`)
  return validators.getValidator(schema as JsonSchemaType)(structured)
}

describe.each(answerKinds)('$name', (kind) => {
  let answering: Promise<Answered> | undefined
  const answer = (): Promise<Answered> => (answering ??= bringAbout(kind))

  it('says every fact in its text as well', async () => {
    const { text, structured } = await answer()
    expect(structured['status']).toBe(kind.status)
    expect(unsaid(structured, text)).toEqual([])
  })

  it('honours the advertised output schema', async () => {
    expect(await verdict(kind, kind.tool, (await answer()).structured)).toMatchObject({ valid: true })
  })

  it(`costs a model at most ${tokensAtMost(kind.tool)} tokens, whichever half it reads`, async ({ annotate }) => {
    const { text, structured } = await answer()
    const [ofText, ofStructured] = [countTokens(text), countTokens(JSON.stringify(structured))]
    await annotate(`text ${ofText}, structured content ${ofStructured}, together ${ofText + ofStructured}`)
    expect(Math.max(ofText, ofStructured)).toBeLessThanOrEqual(tokensAtMost(kind.tool))
  })

  it('is explained to staff in both halves, too', async () => {
    const { structured } = await answer()
    const why = await ask(await clientOf(kind, 'demo-internal'), 'explain_routing', { decision_id: structured.decision_id })
    expect(unsaid(why.structured, why.text)).toEqual([])
    expect(await verdict(kind, 'explain_routing', why.structured)).toMatchObject({ valid: true })
  })
})

describe.each(['auto', 'legacy'] as const)('an expected failure, to a client in %s mode', (mode) => {
  it.each([
    ['get_escalation_contact', {}],
    ['get_escalation_contact', { account_id: '12345', topic: 'lunch' }],
    ['get_account_team', { account_id: '12345', email: 'jane.doe@acme-robotics.example' }],
    ['get_account_health', { account_id: 12345 }],
    ['explain_routing', { decision_id: 'dec_bcdfghjklmnpqrstvwxz' }],
  ])('of %s with %o is a sentence without structured content', async (name, args) => {
    const client = await clientOf(usual, 'demo-internal', mode)
    await client.listTools()
    const failed = await client.callTool({ name, arguments: args })
    expect(failed).toMatchObject({ isError: true, content: [{ type: 'text', text: expect.stringMatching(/\w+ \w+ \w+/) as string }] })
    expect(failed).not.toHaveProperty('structuredContent')
  })
})
