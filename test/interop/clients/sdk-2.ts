import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { bearer, type AgentClient } from './agent-client.ts'
import { bothForms } from './forms.ts'

/** The protocol's own client, current generation, in the era it is told to speak. */
export const sdk2 = (mode: 'auto' | 'legacy', era: 'modern' | 'legacy'): AgentClient => ({
  name: `@modelcontextprotocol/client in ${mode} mode`,
  connect: async (url, token) => {
    const client = new Client({ name: 'interop', version: '1.0.0' }, { versionNegotiation: { mode } })
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } }))
    if (client.getProtocolEra() !== era) throw new Error(`expected the ${era} era, found ${client.getProtocolEra()}`)
    return {
      menu: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args) => bothForms(await client.callTool({ name, arguments: { ...args } })),
      [Symbol.asyncDispose]: () => client.close(),
    }
  },
})
