import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { bearer, type AgentClient } from './agent-client.ts'
import { bothForms } from './forms.ts'

/** The protocol's own client, the generation most agents still contain. */
export const sdk1: AgentClient = {
  name: '@modelcontextprotocol/sdk 1.x',
  connect: async (url, token) => {
    const client = new Client({ name: 'interop', version: '1.0.0' })
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } })
    await client.connect(transport)
    return {
      menu: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args) => bothForms(await client.callTool({ name, arguments: { ...args } })),
      [Symbol.asyncDispose]: () => client.close(),
    }
  },
}
