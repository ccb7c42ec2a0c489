import { reaches } from '@cx-concierge/core'
import { z } from 'zod'

/** The tools this desk can offer. */
export const toolNames = ['get_escalation_contact', 'get_account_team', 'get_account_health', 'explain_routing'] as const

/** One of {@link toolNames}. */
export type ToolName = (typeof toolNames)[number]

// RFC 6749 §3.3 allows more; these are the names people can tell apart
const scope = z.string().regex(/^[a-z][a-z0-9._-]*$/, 'is not a scope such as cx.route')

/** `scopes` of access.yaml: what tokens may carry, and which scope covers which. */
export const scopesBlock = z.record(
  scope,
  z.strictObject({
    means: z.string().min(1).describe('What a token with it may do, in a few words.'),
    covers: z.array(scope).default([]).describe('Scopes that are contained in it: holding it is as good as holding them.'),
  }),
)

const needs = z.array(scope).min(1, 'a tool needs at least one scope').describe('Scopes a token must carry, all of them.')

const grant = z.strictObject({
  needs,
  about: z
    .enum(reaches)
    .describe(
      'Whose records: own (accounts the token names, the caller’s own verified address), vouched (also addresses the company’s platform vouches for) or anyone.',
    ),
  any_account_with: z.array(scope).default([]).describe('With all of these scopes any account may be named.'),
})

const customerGrant = z.strictObject({
  needs,
  about: z.literal('own').describe('A customer’s assistant may ask about that customer alone.'),
})

const tool = z
  .strictObject({
    on: z.boolean().default(true),
    customer: customerGrant.optional().describe('A customer’s own assistant.'),
    service: grant.optional().describe('Agents the company runs for its customers.'),
    internal: grant.optional().describe('Staff.'),
  })
  .refine(
    ({ customer, service, internal }) => customer ?? service ?? internal,
    'is for nobody; say for whom: customer, service or internal',
  )
  .optional()

/** `tools` of access.yaml: who may use what, about whom. To an audience that is not listed a tool does not exist. */
export const toolsBlock = z.strictObject(Object.fromEntries(toolNames.map((name) => [name, tool])) as Record<ToolName, typeof tool>)
