import { audiences } from '@cx-concierge/contract'
import { z } from 'zod'

/** The tools this desk can offer. */
export const toolNames = ['get_escalation_contact', 'get_account_team', 'get_account_health', 'explain_routing'] as const

/** One of {@link toolNames}. */
export type ToolName = (typeof toolNames)[number]

const tool = z
  .strictObject({
    on: z.boolean().default(true),
    needs: z.array(z.string().regex(/^[a-z][a-z0-9._-]*$/, 'is not a scope such as cx.route')).min(1, 'a tool needs at least one scope'),
    audiences: z.array(z.enum(audiences)).min(1),
  })
  .optional()

/** `tools` of access.yaml: who may use what. */
export const toolsBlock = z.strictObject(Object.fromEntries(toolNames.map((name) => [name, tool])) as Record<ToolName, typeof tool>)
