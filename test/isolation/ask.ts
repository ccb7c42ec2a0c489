import { Agent, request } from 'node:http'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import type { Question } from './callers.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends a call over one of a few connections that everybody shares; every call has the same JSON-RPC id. `undefined`: it was hung up on. */
export function ask(url: string, token: string, { tool, args }: Question, hangUpAfterMs?: number): Promise<string | undefined> {
  const { body, headers } = modernRequest('tools/call', { name: tool, arguments: args })
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const sending = request(url, { method: 'POST', agent, headers: { ...usualHeaders(token), ...headers } }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => (text += chunk))
    response.on('end', () => resolve(`${response.statusCode} ${text}`))
    response.on('error', () => resolve(undefined))
  })
  sending.on('error', () => resolve(undefined))
  sending.end(JSON.stringify(body))
  if (hangUpAfterMs !== undefined) setTimeout(() => sending.destroy(), hangUpAfterMs)
  return promise
}
