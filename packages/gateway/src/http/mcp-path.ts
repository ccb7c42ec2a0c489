/** Where MCP is spoken. */
export const mcpPath = '/mcp'
