// fastmcp as its documentation shows it, with one tool that asks an upstream over HTTP and hands its answer on.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

interface Answer {
  readonly result: { readonly content: unknown; readonly structuredContent: unknown }
}

const [folder = '', port = '', upstream = '', stateless = ''] = process.argv.slice(2)
const installed = createRequire(`${folder}/package.json`)
const main = installed.resolve('fastmcp')
const { FastMCP } = (await import(pathToFileURL(main).href)) as {
  readonly FastMCP: new (about: object) => { addTool(tool: object): void; start(how: object): Promise<void> }
}
const { z } = createRequire(main)('zod') as typeof import('zod')
const server = new FastMCP({ name: 'peer', version: '1.0.0' })
server.addTool({
  name: 'get_escalation_contact',
  description: 'Hands on what an upstream says.',
  parameters: z.object({ account_id: z.string() }),
  execute: async (args: object) => {
    const response = await fetch(upstream, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) })
    const { content, structuredContent } = ((await response.json()) as Answer).result
    return { content, structuredContent }
  },
})
await server.start({
  transportType: 'httpStream',
  httpStream: { host: '127.0.0.1', port: Number(port), stateless: stateless === 'stateless', enableJsonResponse: true },
})
