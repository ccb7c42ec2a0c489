import { createMCPClient } from '@ai-sdk/mcp'
import { bearer, type AgentClient } from './agent-client.ts'

/** Vercel's AI SDK: its model sees what `toModelOutput` makes of a result, which is the text alone. */
export const aiSdk: AgentClient = {
  name: '@ai-sdk/mcp',
  connect: async (url, token) => {
    const client = await createMCPClient({ transport: { type: 'http', url, headers: bearer(token) } })
    return {
      menu: async () => Object.keys(await client.tools()),
      call: async (name, args) => {
        const tool = (await client.tools())[name]
        if (tool?.toModelOutput === undefined) throw new Error(`there is no tool ${name} that shows its model anything`)
        const output: unknown = await tool.execute({ ...args }, { toolCallId: 'call-1', messages: [], context: {} })
        return [JSON.stringify(await tool.toModelOutput({ toolCallId: 'call-1', input: args, output: output as never }))]
      },
      [Symbol.asyncDispose]: () => client.close(),
    }
  },
}
