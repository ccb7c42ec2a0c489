import { setTimeout as sleep } from 'node:timers/promises'
import { handOn } from './hand-on.ts'

/** A balancer as they are: it asks each gateway every so often whether it is ready, and sends calls to those that were. It never tries a call twice. */
export interface PollingBalancer extends AsyncDisposable {
  /** The MCP URL behind which the gateways stand. */
  readonly url: string
  /** Sends calls there too, from the first time it says that it is ready. */
  add(origin: string): Promise<void>
  remove(origin: string): void
  /** Answers that said that their connection is over. */
  readonly farewells: () => number
}

interface Member {
  ready: boolean
  readonly gone: AbortController
}

const pollTimeoutMs = 1_000
/** So many polls without an answer, and a gateway counts as gone. */
const mostSilent = 3

/** Opens one. `pollMs`: how often it asks. */
export async function openPollingBalancer(pollMs: number): Promise<PollingBalancer> {
  const members = new Map<string, Member>()
  const readyOnes = (): readonly string[] => [...members].filter(([, { ready }]) => ready).map(([origin]) => origin)
  const door = await handOn({ to: readyOnes, triesNext: false })

  return {
    url: `http://127.0.0.1:${door.port}/mcp`,
    farewells: door.farewells,
    add: async (origin) => {
      const member: Member = { ready: false, gone: new AbortController() }
      members.set(origin, member)
      const first = Promise.withResolvers<void>()
      const poll = async (): Promise<void> => {
        for (let silent = 0; !member.gone.signal.aborted; await sleep(pollMs)) {
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
      members.get(origin)?.gone.abort()
      members.delete(origin)
    },
    [Symbol.asyncDispose]: async () => {
      for (const { gone } of members.values()) gone.abort()
      await door[Symbol.asyncDispose]()
    },
  }
}

/** `undefined`: no answer in time, which says nothing of the gateway yet. */
async function isReady(origin: string): Promise<boolean | undefined> {
  try {
    return (await fetch(`${origin}/ready`, { signal: AbortSignal.timeout(pollTimeoutMs) })).ok
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? undefined : false
  }
}
