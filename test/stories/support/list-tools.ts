import { modernRequest } from '../../support/raw-rpc.ts'

/** The menu as this token's holder gets it, byte for byte, in revision 2026-07-28. */
export async function listTools(url: string, token: string): Promise<string> {
  const { body, headers } = modernRequest('tools/list')
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const response = await fetch(url, { method: 'POST', headers: { ...usual, ...headers }, body: JSON.stringify(body) })
  return await response.text()
}
