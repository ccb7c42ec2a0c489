import { statuses } from '@cx-concierge/contract'
import type { JsonSchema } from '../../mcp/tool.ts'

/** Every tool only reads, gives the same answer twice, and stays within the company's own systems. */
export const readOnly = { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint: false } as const

const text = { type: 'string' } as const
const open = { type: 'object' } as const

/** What all answers of the desk have in common, advertised as an open object. */
const commonOutput = {
  status: { type: 'string', enum: [...statuses] },
  account_id: text,
  agent_message: { type: 'string', description: 'Say this in your own words; keep links exactly.' },
  decision_id: text,
} as const

/** An open object schema with these properties; `status`, `agent_message` and `decision_id` are always there. */
export const openOutput = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties: { ...commonOutput, ...properties },
  required: ['status', 'agent_message', 'decision_id'],
})

/** An object whose inside is not spelled out. */
export const anyObject = open
