import { getAllMcpTools, MCPServerStreamableHttp, RunContext } from '@openai/agents'
import { bearer, type AgentClient } from './agent-client.ts'

/** OpenAI's Agents SDK: tools become strict functions, and what a function returns is what its model sees. */
export const openaiAgents = (useStructuredContent: boolean): AgentClient => ({
  name: `@openai/agents${useStructuredContent ? ' with structured content' : ''}`,
  connect: async (url, token) => {
    const server = new MCPServerStreamableHttp({ url, name: 'desk', useStructuredContent, requestInit: { headers: bearer(token) } })
    await server.connect()
    const tools = () => getAllMcpTools({ mcpServers: [server], convertSchemasToStrict: true })
    return {
      menu: async () => (await tools()).map(({ name }) => name),
      call: async (name, args) => {
        const tool = (await tools()).find((one) => one.name === name)
        if (tool?.type !== 'function') throw new Error(`there is no function ${name}`)
        return [JSON.stringify(await tool.invoke(new RunContext(), JSON.stringify(args)))]
      },
      [Symbol.asyncDispose]: () => server.close(),
    }
  },
})
