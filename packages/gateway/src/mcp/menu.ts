import type { Caller } from '@cx-concierge/contract'
import { standingOf, type Standing } from '@cx-concierge/core'
import type { PreparedTool, PreparedTools } from './prepare-tools.ts'

/** The tools of one standing for one caller, sorted by name. */
export function toolsOfStanding(menu: PreparedTools, caller: Caller, standing: Standing): PreparedTool[] {
  return menu.sorted.filter(({ tool }) => standingOf(tool.grants, caller) === standing)
}
