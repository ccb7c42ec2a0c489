import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ClientRequest } from 'node:http'

/** What this process did on the network while it was watched. */
export interface NetworkWatch {
  /** `name` or `name:port` of every request sent, by node's own HTTP and by fetch. */
  readonly hosts: ReadonlySet<string>
  /** Outgoing connections begun. */
  readonly connections: () => number
  [Symbol.dispose](): void
}

/** Watches from now on, until disposed. */
export function watchNetwork(): NetworkWatch {
  const hosts = new Set<string>()
  let connections = 0
  const listeners: Record<string, (message: unknown) => void> = {
    'net.client.socket': () => {
      connections += 1
    },
    'http.client.request.start': (message) => {
      const request = requestIn(message)
      if (!(request instanceof ClientRequest)) return
      const host = URL.parse(`${request.protocol}//${String(request.getHeader('host'))}`)?.host
      if (host !== undefined) hosts.add(host)
    },
    'undici:request:create': (message) => {
      const request = requestIn(message)
      if (request !== undefined && 'origin' in request) hosts.add(new URL(String(request.origin)).host)
    },
  }
  for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener)
  return {
    hosts,
    connections: () => connections,
    [Symbol.dispose]() {
      for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener)
    },
  }
}

function requestIn(message: unknown): object | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined
  return typeof message.request === 'object' && message.request !== null ? message.request : undefined
}
