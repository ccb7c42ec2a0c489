import { ConciergeError } from '@cx-concierge/contract'
import { scopeToken } from '../auth/scope-token.ts'
import { checkInputSchema, checkOutputSchema } from './tool-schema.ts'
import type { Tool } from './tool.ts'

/** A tool together with the definition `tools/list` shows, built once. */
export interface PreparedTool {
  readonly tool: Tool
  readonly definition: {
    readonly name: string
    readonly title: string
    readonly description: string
    readonly inputSchema: { type: 'object' } & Record<string, unknown>
    readonly outputSchema: { type: 'object' } & Record<string, unknown>
    readonly annotations: Tool['annotations']
  }
}

/** The whole menu, sorted by name, ready to be cut down to what one caller may see. */
export interface PreparedTools {
  readonly sorted: readonly PreparedTool[]
  readonly byName: ReadonlyMap<string, PreparedTool>
}

const namePattern = /^[a-z][a-z0-9_]{0,47}$/

/** Checks every tool against what real clients can take and sorts the menu by name. Throws `CONFIG_INVALID` naming the tool and the fault. */
export function prepareTools(tools: readonly Tool[]): PreparedTools {
  const byName = new Map<string, PreparedTool>()
  for (const tool of tools.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (!namePattern.test(tool.name)) throw invalid(tool, 'its name must match [a-z][a-z0-9_]* and have at most 48 characters')
    if (byName.has(tool.name)) throw invalid(tool, 'two tools have this name')
    if (!scopesOf(tool).every((scope) => scopeToken.test(scope))) throw invalid(tool, 'one of its scopes is not an OAuth scope')
    const fault = checkInputSchema(tool.inputSchema) ?? checkOutputSchema(tool.outputSchema)
    if (fault !== undefined) throw invalid(tool, fault)
    byName.set(tool.name, { tool, definition: definitionOf(tool) })
  }
  return { sorted: [...byName.values()], byName }
}

/** Every scope that one audience or another needs for a tool. */
export function scopesOf({ grants }: Pick<Tool, 'grants'>): readonly string[] {
  return Object.values(grants).flatMap(({ needs }) => needs.map(({ scope }) => scope))
}

function definitionOf(tool: Tool): PreparedTool['definition'] {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: { ...tool.inputSchema, type: 'object' },
    outputSchema: { ...tool.outputSchema, type: 'object' },
    annotations: tool.annotations,
  }
}

function invalid(tool: Tool, fault: string): ConciergeError {
  return new ConciergeError('CONFIG_INVALID', `Tool ${JSON.stringify(tool.name.slice(0, 60))} cannot be offered: ${fault}.`)
}
