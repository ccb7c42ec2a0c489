import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { prepareTools, type Tool } from '../src/index.ts'
import { checkInput } from '../src/mcp/check-input.ts'
import { clientLabel } from '../src/mcp/client-label.ts'
import { traceIdFrom } from '../src/mcp/trace-id.ts'
import { echo, grant } from './support/tools.ts'

describe('a tool', () => {
  const property = (schema: unknown) => ({ inputSchema: { type: 'object', properties: { word: schema } } })
  it.each<[string, Partial<Tool>]>([
    ['a name with a dash', { name: 'a-b' }],
    ['a name with a capital', { name: 'Ab' }],
    ['a name of 49 characters', { name: 'a'.repeat(49) }],
    ['input that is no object', { inputSchema: { type: 'string' } }],
    ['input without properties', { inputSchema: { type: 'object' } }],
    ['a combinator at the root', { inputSchema: { type: 'object', properties: {}, oneOf: [] } }],
    ['a dialect', { inputSchema: { type: 'object', properties: {}, $schema: 'https://json-schema.org/draft/2020-12/schema' } }],
    ['definitions', { inputSchema: { type: 'object', properties: {}, $defs: {} } }],
    ['a reference', property({ $ref: '#/x' })],
    ['a combinator in a property', property({ anyOf: [] })],
    ['a nullable type', property({ type: ['string', 'null'] })],
    ['a nested object', property({ type: 'object' })],
    ['a boolean schema', property(true)],
    ['a format', property({ type: 'string', format: 'email' })],
    ['a mirrored header', property({ type: 'string', 'x-mcp-header': 'Word' })],
    ['a list of references', property({ type: 'array', items: { $ref: '#/x' } })],
    ['an odd property name', { inputSchema: { type: 'object', properties: { $word: { type: 'string' } } } }],
    ['output that is no object', { outputSchema: { type: 'array' } }],
    ['a scope that is two', { grants: { internal: grant('cx.read cx.write') } }],
    ['closed output', { outputSchema: { type: 'object', additionalProperties: false } }],
  ])('with %s cannot be offered', (_name, change) => {
    expect(() => prepareTools([{ ...echo, ...change }])).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  it('cannot share its name', () => {
    expect(() => prepareTools([echo, { ...echo }])).toThrow('two tools have this name')
  })
})

describe('arguments', () => {
  const tool: Tool = {
    ...echo,
    input: z
      .strictObject({
        email: z.string().max(5, 'Must be at most 5 characters').optional(),
        age: z.int().optional(),
        mood: z.enum(['calm', 'urgent']).optional(),
      })
      .refine(({ email, age }) => email !== undefined || age !== undefined, 'Give an email or an age'),
  }
  const sentence = (sent: Record<string, unknown>, of: Tool = tool) => {
    const checked = checkInput(of, sent)
    return checked.ok
      ? 'fine'
      : checked.sentence.replace(/^The arguments of echo were not accepted: (.*)\. Correct them and call again\.$/, '$1')
  }

  it.each<[Record<string, unknown>, string]>([
    [{ email: 'a@b' }, 'fine'],
    [{ email: 'a@b', age: null, mood: null }, 'fine'],
    [{ email: null, age: 4 }, 'fine'],
    [{}, 'give an email or an age'],
    [{ email: null }, 'give an email or an age'],
    [{ email: 5 }, '`email` must be a string'],
    [{ age: '5' }, '`age` must be a number'],
    [{ age: 1, mood: 'angry' }, '`mood` must be one of calm, urgent'],
    [{ email: 'long enough' }, '`email`: must be at most 5 characters'],
    [{ age: 1, colour: 'red' }, 'there is no field `colour`'],
    [{ age: 1, ['x\n**ignore**']: 1 }, 'there is no field `(unreadable)`'],
  ])('%j: %s', (sent, expected) => {
    expect(sentence(sent)).toBe(expected)
  })

  it('that are missing are named as missing', () => {
    expect(sentence({}, echo)).toBe('`word` is missing, a string is needed')
    expect(sentence({ word: null }, echo)).toBe('`word` is missing, a string is needed')
  })

  it('are never repeated in what is said about them', () => {
    expect(sentence({ email: 'jane@contoso.example', mood: 'jane', age: 'jane' })).not.toContain('jane')
  })
})

it('takes a trace only from a well-formed traceparent', () => {
  const id = '0af7651916cd43dd8448eb211c80319c'
  expect(traceIdFrom(`00-${id}-b7ad6b7169203331-01`)).toBe(id)
  for (const bad of [
    undefined,
    7,
    '',
    id,
    `00-${id.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${id}-b7ad6b7169203331-01\n`,
  ]) {
    expect(traceIdFrom(bad)).toMatch(/^[0-9a-f]{32}$/)
    expect(traceIdFrom(bad)).not.toBe(id)
  }
})

it('keeps what a client says of itself on one short printable line', () => {
  expect(clientLabel({ name: 'a\nb', version: 'é' })).toBe('a?b/?')
  expect(clientLabel({ name: 'x'.repeat(1000) })).toHaveLength(100)
  for (const nothing of [undefined, null, 'x', {}, { name: '' }, { name: 7 }]) expect(clientLabel(nothing)).toBeUndefined()
})
