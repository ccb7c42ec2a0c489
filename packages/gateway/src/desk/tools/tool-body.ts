import type { Tool } from '../../mcp/tool.ts'

/** A tool before the configuration has said who may use it, and how its arguments name a customer. */
export type ToolBody = Omit<Tool, 'grants' | 'concerns'>
