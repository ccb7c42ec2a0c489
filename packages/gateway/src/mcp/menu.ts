import type { Caller } from '@cx-concierge/contract'
import { standingOf, type Standing } from '@cx-concierge/core'
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

/** The tools of one standing for one caller, sorted by name. */
export function toolsOfStanding(menu: PreparedTools, caller: Caller, standing: Standing): PreparedTool[] {
  return menu.sorted.filter(({ tool }) => standingOf(tool.grants, caller) === standing)
}
