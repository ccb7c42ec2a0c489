import { isJsonObject } from './json-object.ts'

/** A batch of an older protocol revision, as it is passed on. */
export interface Batch {
  readonly messages: readonly unknown[]
  /** The tools it calls by name, one entry per call. */
  readonly calls: readonly unknown[]
}

/**
 * Reads a batch. Cancellations beside requests are left out: they could only be meant for requests of the same batch, whose answers would then be waited for in
 * vain. `undefined` when two requests have one id, so that nobody could tell their answers apart.
 */
export function readBatch(messages: readonly unknown[]): Batch | undefined {
  const requests = messages.filter(isJsonObject).filter((message) => 'method' in message && 'id' in message)
  if (new Set(requests.map(({ id }) => id)).size !== requests.length) return undefined
  const isLeftOut = (message: unknown): boolean =>
    requests.length > 0 && isJsonObject(message) && message['method'] === 'notifications/cancelled' && !('id' in message)
  return {
    messages: messages.filter((message) => !isLeftOut(message)),
    calls: requests
      .filter(({ method }) => method === 'tools/call')
      .map(({ params }) => (isJsonObject(params) ? params['name'] : undefined)),
  }
}
