import type { Caller } from '@cx-concierge/contract'
import { prepareTools, type PreparedTool, type PreparedTools } from './prepare-tools.ts'
import type { Tool } from './tool.ts'

/** The menu in force now. The same value comes back until the list of tools itself is another one. */
export type MenuSource = () => PreparedTools

/**
 * Follows a swappable list of tools, preparing each list once. Throws `CONFIG_INVALID` when the first list cannot be offered; a later bad list is
 * told to `onRefused` once and the last good menu stays in force.
 */
export function createMenuSource(tools: () => readonly Tool[], onRefused: (error: unknown) => void): MenuSource {
  let list = tools()
  let prepared = prepareTools(list)
  return () => {
    const current = tools()
    if (current !== list) {
      list = current
      try {
        prepared = prepareTools(current)
      } catch (error) {
        onRefused(error)
      }
    }
    return prepared
  }
}

/** What one tool is to one caller: there to use, there but needing more scope, or not there at all. */
export type Standing = 'offered' | 'needs_scope' | 'hidden'

/** Audience decides whether a caller may know of a tool, scopes whether they may use it. */
export function standingOf(tool: Tool, caller: Caller): Standing {
  if (!tool.audiences.includes(caller.audience)) return 'hidden'
  for (const scope of tool.scopes) if (!caller.scopes.has(scope)) return 'needs_scope'
  return 'offered'
}

/** The tools of one standing for one caller, sorted by name. */
export function toolsOfStanding(menu: PreparedTools, caller: Caller, standing: Standing): PreparedTool[] {
  return menu.sorted.filter(({ tool }) => standingOf(tool, caller) === standing)
}
