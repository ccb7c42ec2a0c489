import type { Config } from '../../config/load-config.ts'
import { toolNames, type ToolName } from '../../config/shapes/tools-block.ts'
import type { Tool } from '../../mcp/tool.ts'
import type { Desk } from '../desk.ts'
import { concerned } from '../question-input.ts'
import { accountHealthTool } from './get-account-health.ts'
import { accountTeamTool } from './get-account-team.ts'
import { escalationContactTool } from './get-escalation-contact.ts'
import { explainRoutingTool } from './explain-routing.ts'
import type { ToolBody } from './tool-body.ts'

/** The tools that are on, each for whom access.yaml says. */
export function toolsOf(desk: Desk, config: Config): readonly Tool[] {
  const bodies: Readonly<Record<ToolName, () => ToolBody>> = {
    get_escalation_contact: () => escalationContactTool(desk),
    get_account_team: () => accountTeamTool(desk, [...config.policy.roles.keys()]),
    get_account_health: () => accountHealthTool(desk),
    explain_routing: () => explainRoutingTool(desk),
  }
  const { sources, identify } = config.policy
  const concerns = concerned((typed) => sources.get(identify.authority)?.accountId?.(typed))
  return toolNames.flatMap((name) => {
    const grants = config.policy.access.get(name)
    return grants ? [{ ...bodies[name](), grants, concerns }] : []
  })
}
