import { ToolMessage } from '@langchain/core/messages'
import { MultiServerMCPClient } from '@langchain/mcp-adapters'
import { bearer, type AgentClient } from './agent-client.ts'

/** LangChain: its model sees the content of a tool message. */
export const langchain: AgentClient = {
  name: '@langchain/mcp-adapters',
  refusesNull: true,
  connect: async (url, token) => {
    const client = new MultiServerMCPClient({
      mcpServers: { desk: { transport: 'http', url, headers: { ...bearer(token) }, automaticSSEFallback: false } },
    })
    const tools = await client.getTools()
    return {
      menu: async () => tools.map(({ name }) => name),
      call: async (name, args) => {
        const tool = tools.find((one) => one.name === name)
        if (tool === undefined) throw new Error(`there is no tool ${name}`)
        const message: unknown = await tool.invoke({ type: 'tool_call', id: 'call-1', name, args: { ...args } })
        if (!ToolMessage.isInstance(message)) throw new Error('a tool answered with something else than a message')
        return [typeof message.content === 'string' ? message.content : JSON.stringify(message.content)]
      },
      [Symbol.asyncDispose]: () => client.close(),
    }
  },
}
