import { setTimeout as wait } from 'node:timers/promises'
import { callTool, newAgent, type Answer, type CallOptions } from './call-tool.ts'
import { keepPace } from './keep-pace.ts'

/** One call of a load. */
export interface LoadCall extends CallOptions {
  readonly url: string
  readonly token: string
  readonly accountId: string
  /** How often it is tried again when it failed. */
  readonly retries?: number
}

/** One call as its caller saw it. */
export interface Ended {
  readonly number: number
  /** Milliseconds since the load began at which it was due. */
  readonly atMs: number
  /** Milliseconds it took, waits and further tries included. */
  readonly ms: number
  readonly tries: number
  /** Of the last try. */
  readonly answer: Answer
}

/** How often calls are made, and how many. */
export interface LoadOptions<Call extends LoadCall> {
  readonly perSecond: number
  /** Without end, until it is stopped, when not said. */
  readonly most?: number
  readonly call: (number: number) => Call
  /** Told of each call when it has ended, with what `call` gave. */
  readonly ended?: (ended: Ended, call: Call) => void
}

/** Calls that are made at a steady rate, whatever becomes of them. */
export interface Load {
  readonly begun: () => number
  /** Once all have ended. */
  readonly over: Promise<void>
  /** Begins no more and waits for what is under way. */
  stop(): Promise<void>
}

/** Calls `get_escalation_contact` over and over. */
export function startLoad<Call extends LoadCall>({ perSecond, most, call, ended = () => undefined }: LoadOptions<Call>): Load {
  const agent = newAgent()
  const underWay = new Set<Promise<void>>()
  const began = performance.now()

  async function one(number: number, dueAt: number): Promise<void> {
    const asked = call(number)
    const { url, token, accountId, retries = 0 }: LoadCall = asked
    const started = performance.now()
    for (let tries = 1; ; tries += 1) {
      const answer = await callTool(url, token, 'get_escalation_contact', { account_id: accountId }, { agent, ...asked })
      if (answer.failed === undefined || tries > retries)
        return ended({ number, atMs: dueAt - began, ms: performance.now() - started, tries, answer }, asked)
      await wait(answer.waitMs)
    }
  }

  const pace = keepPace({ perSecond, ...(most === undefined ? {} : { most }) }, (number, dueAt) => {
    const work = one(number, dueAt).finally(() => underWay.delete(work))
    underWay.add(work)
  })
  const over = pace.over.then(async () => {
    await Promise.all(underWay)
    agent.destroy()
  })
  return {
    begun: pace.begun,
    over,
    stop: async () => {
      pace.stop()
      await over
    },
  }
}
