import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A balancer as they are: it asks each gateway every so often whether it is ready, and sends calls to those that were. It never tries a call twice. */
export interface Balancer extends AsyncDisposable {
  /** The MCP URL behind which the gateways stand. */
  readonly url: string
  /** Sends calls there too, from the first time it says that it is ready. */
  add(origin: string): Promise<void>
  remove(origin: string): void
  /** Answers that said that their connection is over. */
  readonly farewells: () => number
}

interface Member {
  readonly agent: Agent
  ready: boolean
  readonly stop: () => void
}

const pollTimeoutMs = 1_000
/** So many polls without an answer, and a gateway counts as gone. */
const mostSilent = 3

/** Opens one. `pollMs`: how often it asks. */
export async function openBalancer(pollMs: number): Promise<Balancer> {
  const members = new Map<string, Member>()
  let turn = 0
  let farewells = 0

  const server = createServer((incoming, outgoing) => {
    const ready = [...members].filter(([, member]) => member.ready)
    const [origin, member] = ready[(turn += 1) % ready.length] ?? []
    if (origin === undefined || member === undefined) {
      outgoing.writeHead(503).end('nobody is ready')
      return
    }
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    const { hostname, port } = new URL(origin)
    const going = request(
      {
        hostname,
        port,
        path: incoming.url,
        method: incoming.method,
        agent: member.agent,
        headers: { ...headers, host: `${hostname}:${port}` },
      },
      (answer: IncomingMessage) => {
        if (answer.headers.connection === 'close') farewells += 1
        const { connection: _over, 'keep-alive': _kept, ...rest } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, rest)
        answer.on('error', () => outgoing.destroy())
        answer.pipe(outgoing)
      },
    )
    going.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end(error.code ?? 'failed')
    })
    incoming.pipe(going)
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  /** `undefined`: no answer in time, which says nothing of the gateway yet. */
  const isReady = async (origin: string): Promise<boolean | undefined> => {
    try {
      return (await fetch(`${origin}/ready`, { signal: AbortSignal.timeout(pollTimeoutMs) })).ok
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? undefined : false
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    farewells: () => farewells,
    add: async (origin) => {
      const gone = new AbortController()
      const member: Member = {
        agent: new Agent({ keepAlive: true }),
        ready: false,
        stop: () => {
          gone.abort()
          member.agent.destroy()
        },
      }
      members.set(origin, member)
      const first = Promise.withResolvers<void>()
      const poll = async (): Promise<void> => {
        for (let silent = 0; !gone.signal.aborted; await sleep(pollMs)) {
          const ready = await isReady(origin)
          silent = ready === undefined ? silent + 1 : 0
          if (ready !== undefined || silent === mostSilent) member.ready = ready === true
          if (member.ready) first.resolve()
        }
      }
      void poll()
      await first.promise
    },
    remove: (origin) => {
      members.get(origin)?.stop()
      members.delete(origin)
    },
    [Symbol.asyncDispose]: async () => {
      for (const { stop } of members.values()) stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
