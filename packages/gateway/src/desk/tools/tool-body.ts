import type { Tool } from '../../mcp/tool.ts'

/** A tool before the access file has said who may use it. */
export type ToolBody = Omit<Tool, 'grants'>
