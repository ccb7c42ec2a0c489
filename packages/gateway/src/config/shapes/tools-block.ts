import { audiences } from '@cx-concierge/contract'
import type { Offered } from '@cx-concierge/core'
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

/** The tools that are on and decide something, with whose agents may use them. */
export function offeredIn(tools: z.output<typeof toolsBlock>): Offered {
  return new Map(
    toolNames.flatMap((name) => {
      const tool = tools[name]
      return name === 'explain_routing' || !tool?.on ? [] : [[name, tool.audiences] as const]
    }),
  )
}
