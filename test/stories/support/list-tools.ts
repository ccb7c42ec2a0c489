import { modernRequest, usualHeaders } from '../../support/raw-rpc.ts'

/** The menu as this token's holder gets it, byte for byte, in revision 2026-07-28. */
export async function listTools(url: string, token: string): Promise<string> {
  const { body, headers } = modernRequest('tools/list')
  const response = await fetch(url, { method: 'POST', headers: { ...usualHeaders(token), ...headers }, body: JSON.stringify(body) })
  return await response.text()
}
