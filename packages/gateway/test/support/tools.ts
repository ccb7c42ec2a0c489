import { z } from 'zod'
import { ConciergeError } from '@cx-concierge/contract'
import type { Grant, Grants } from '@cx-concierge/core'
import type { Tool } from '../../src/index.ts'

const open = { type: 'object', properties: {} }
const readOnly = { readOnlyHint: true, openWorldHint: false }
/** What an audience may do that holds these scopes. */
export const grant = (...scopes: readonly string[]): Grant => ({
  needs: scopes.map((scope) => ({ scope, coveredBy: [] })),
  about: 'anyone',
  anyAccountWith: [],
})
const forEverybody = (...scopes: readonly string[]): Grants => ({
  customer: grant(...scopes),
  service: grant(...scopes),
  internal: grant(...scopes),
})

/** Answers with its arguments, in text and in structure. */
export const echo: Tool = {
  name: 'echo',
  title: 'Echo',
  description: 'Says back what it is given. Give at most one of word and number.',
  inputSchema: {
    type: 'object',
    properties: {
      word: { type: 'string', description: 'Any word.', maxLength: 2000 },
      number: { type: 'integer', description: 'Any number.' },
      mood: { type: 'string', enum: ['calm', 'urgent'] },
    },
    required: ['word'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { said: { type: 'object' } }, required: ['said'] },
  input: z.strictObject({
    word: z.string().min(1, 'Must not be empty').max(2000),
    number: z.int().optional(),
    mood: z.enum(['calm', 'urgent']).optional(),
  }),
  output: z.strictObject({ said: z.looseObject({}) }),
  annotations: readOnly,
  grants: forEverybody('cx.read'),
  run: (input, call) =>
    Promise.resolve({
      text: `said ${JSON.stringify(input)}${call.client === undefined ? '' : ` to ${call.client}`}`,
      structured: { said: input },
      textFor: 'assistant',
    }),
}

/** Needs a second scope. */
const write: Tool = {
  ...echo,
  name: 'write_note',
  title: 'Write',
  grants: forEverybody('cx.read', 'cx.write'),
  input: z.strictObject({ word: z.string() }),
  output: z.undefined(),
  run: () => Promise.resolve({ text: 'written' }),
}

/** For staff only. */
export const staff: Tool = { ...write, name: 'staff_only', title: 'Staff', grants: { internal: grant('cx.read') } }

/** Fails in the way its word says. */
const fail: Tool = {
  ...echo,
  name: 'fail',
  title: 'Fail',
  outputSchema: open,
  output: z.looseObject({}),
  input: z.strictObject({ word: z.string() }),
  run: ({ word }: { word: string }) => {
    if (word === 'politely') return Promise.resolve({ text: 'No such customer.', isError: true, structured: { never: 'sent' } })
    if (word === 'cyclic') {
      const loop: Record<string, unknown> = {}
      loop['self'] = loop
      return Promise.resolve({ text: 'round', structured: loop })
    }
    throw new ConciergeError('BACKEND_REFUSED', 'secret-detail jane@northwind.example', { cause: new Error('secret-cause') })
  },
}

/** All of them, in no order. */
export const allTools: readonly Tool[] = [write, staff, fail, echo]
