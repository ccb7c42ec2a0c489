import { modernRequest, usualHeaders } from '../../support/raw-rpc.ts'

/** Listens for changes of the menu in revision 2026-07-28, until the stream ends or breaks; gives all that was said. */
export async function listen(url: string, token: string): Promise<{ readonly heard: Promise<string> }> {
  const { body, headers } = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } })
  const response = await fetch(url, { method: 'POST', headers: { ...usualHeaders(token), ...headers }, body: JSON.stringify(body) })
  const heard = response.text().catch((error: unknown) => `broken: ${String(error)}`)
  return { heard }
}

/** Whether a stream was acknowledged, and ended with its final answer. */
export const endedWell = (heard: string): boolean =>
  heard.includes('notifications/subscriptions/acknowledged') &&
  heard.trimEnd().split('\n').at(-1)?.includes('"resultType":"complete"') === true
