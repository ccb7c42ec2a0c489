import { Ajv } from '@modelcontextprotocol/client/validators/ajv'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDemoDesk, type DemoDesk } from '../support/demo-desk.ts'
import { menus, type DemoToken } from '../support/northwind-facts.ts'
import { modernRequest, postRpc } from '../support/raw-rpc.ts'
import { runInspector } from './clients/inspector.ts'

const menuTokensAtMost = 900
const schema = z.record(z.string(), z.unknown())
const listed = z.looseObject({
  result: z.looseObject({
    tools: z.array(
      z.looseObject({ name: z.string(), title: z.string(), description: z.string().min(20), inputSchema: schema, outputSchema: schema }),
    ),
  }),
})

let desk: DemoDesk
beforeAll(async () => {
  desk = await openDemoDesk()
})
afterAll(() => desk.close())

const eras = ['modern', 'legacy'] as const
const everyMenu = (Object.keys(menus) as DemoToken[]).flatMap((token) => eras.map((era) => ({ token, era })))

async function askForMenu(token: DemoToken, era: (typeof eras)[number]): Promise<z.output<typeof listed>['result']> {
  const { body, headers } =
    era === 'modern' ? modernRequest('tools/list') : { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers: {} }
  const { messages } = await postRpc(desk.url, token, body, headers)
  return listed.parse(messages[0]).result
}

// https://json-schema.org/draft/2020-12 knows many more; these are the ones every known client takes
const inputRootKeywords = ['type', 'properties', 'required', 'additionalProperties', 'description']
const propertyKeywords = [
  'type',
  'title',
  'description',
  'enum',
  'default',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'items',
  'minItems',
  'maxItems',
]
const outputKeywords = [...inputRootKeywords, ...propertyKeywords]
const plainTypes = ['string', 'number', 'integer', 'boolean', 'array']

describe.each(everyMenu)('the menu of $token, $era', ({ token, era }) => {
  it('is one page of uniquely and plainly named tools, sorted', async () => {
    const { tools, nextCursor } = await askForMenu(token, era)
    expect(nextCursor).toBeUndefined()
    const names = tools.map(({ name }) => name)
    expect(names).toEqual(menus[token])
    for (const name of names) expect(name).toMatch(/^[a-z0-9_]{1,48}$/)
    expect(new Set(names.map((name) => name.replaceAll(/[^a-z0-9]/gi, '_').toLowerCase())).size).toBe(names.length)
  })

  it('asks for flat objects of plain properties', async () => {
    for (const { inputSchema } of (await askForMenu(token, era)).tools) {
      expect(inputRootKeywords).toEqual(expect.arrayContaining(Object.keys(inputSchema)))
      expect(inputSchema['type']).toBe('object')
      const properties = z.record(z.string().regex(/^[a-zA-Z0-9_.-]{1,64}$/), schema).parse(inputSchema['properties'])
      expect(Object.keys(properties).length).toBeGreaterThan(0)
      for (const property of Object.values(properties)) expectPlain(property)
    }
  })

  it('promises open objects whose schemas need nothing from elsewhere', async () => {
    for (const { outputSchema } of (await askForMenu(token, era)).tools) {
      expect(outputSchema['type']).toBe('object')
      walk(outputSchema, (level) => {
        expect(outputKeywords).toEqual(expect.arrayContaining(Object.keys(level)))
        expect(level['additionalProperties']).not.toBe(false)
      })
    }
  })

  it('compiles under the strictest validator clients use', async () => {
    for (const { inputSchema, outputSchema } of (await askForMenu(token, era)).tools) {
      for (const each of [inputSchema, outputSchema]) expect(() => new Ajv({ strict: true }).compile(each)).not.toThrow()
    }
  })
})

it('is the same menu in either era', async () => {
  for (const token of Object.keys(menus) as DemoToken[])
    expect((await askForMenu(token, 'legacy')).tools).toEqual((await askForMenu(token, 'modern')).tools)
})

it("satisfies the Inspector's own check of schemas", async () => {
  const { exitCode, stderr } = await runInspector(desk.url, 'demo-internal', 'modern', ['--method', 'tools/list', '--strict'])
  expect([exitCode, stderr]).toEqual([0, ''])
})

it(`costs a model at most ${menuTokensAtMost} tokens for the three tools of the agent platform`, async ({ annotate }) => {
  const { tools } = await askForMenu('demo-service', 'modern')
  expect(tools).toHaveLength(3)
  const tokens = countTokens(JSON.stringify(tools))
  await annotate(`${tokens} tokens`)
  expect(tokens).toBeLessThanOrEqual(menuTokensAtMost)
})

function expectPlain(property: Readonly<Record<string, unknown>>): void {
  expect(propertyKeywords).toEqual(expect.arrayContaining(Object.keys(property)))
  expect(plainTypes).toContain(property['type'])
  // n8n turns patterns into JavaScript without the u flag
  expect(JSON.stringify(property['pattern'] ?? '')).not.toContain('p{')
  if (property['items'] !== undefined) expectPlain(schema.parse(property['items']))
}

function walk(level: Readonly<Record<string, unknown>>, visit: (level: Readonly<Record<string, unknown>>) => void): void {
  visit(level)
  for (const inner of Object.values(schema.parse(level['properties'] ?? {}))) walk(schema.parse(inner), visit)
  if (level['items'] !== undefined) walk(schema.parse(level['items']), visit)
}
