import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'

/** Listeners nobody may connect to. */
export interface Canaries extends AsyncDisposable {
  /** The one port all of them listen on. */
  readonly port: number
  /** Connections any of them has seen. */
  readonly connections: () => number
}

const others = ['127.0.0.2', '127.255.255.254', '::1']

/** Starts canaries on several addresses of this machine. An address the machine lacks is left out. */
export async function startCanaries(): Promise<Canaries> {
  let connections = 0
  const open = async (host: string, port: number): Promise<Server> => {
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    }).listen(port, host)
    await once(server, 'listening')
    return server
  }
  const first = await open('127.0.0.1', 0)
  const { port } = first.address() as AddressInfo
  const rest = await Promise.allSettled(others.map((host) => open(host, port)))
  const servers = [first, ...rest.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))]
  return {
    port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))))
    },
  }
}
