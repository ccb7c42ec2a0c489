import { fork } from 'node:child_process'
import type { Fence } from './callers.ts'
import type { Order } from './desk-process.ts'

/** A desk in another process. */
export interface DeskLine extends Disposable {
  /** The MCP URL; another one after a restart. */
  readonly url: string
  tell<Answer = void>(order: Order): Promise<Answer>
}

/** Starts a desk over a canary company of this size and waits until it listens. */
export async function openDeskLine(customers: number, users: number, fence: Fence): Promise<DeskLine> {
  const child = fork(new URL('desk-process.ts', import.meta.url).pathname, [String(customers), String(users), fence])
  const waiting = new Map<number, (value: unknown) => void>()
  let last = 0
  let url = ''
  const answer = (): Promise<unknown> => new Promise((resolve) => waiting.set(last, resolve))
  child.on('message', (message: { readonly id: number; readonly url: string; readonly value?: unknown }) => {
    url = message.url
    waiting.get(message.id)?.(message.value)
    waiting.delete(message.id)
  })
  const died = new Promise<never>((_resolve, reject) => child.once('exit', (code) => reject(new Error(`the desk ended with ${code}`))))
  // whoever waits then is told; nobody need be waiting
  died.catch(() => undefined)
  await Promise.race([answer(), died])
  return {
    get url() {
      return url
    },
    tell: async <Answer>(order: Order) => {
      last += 1
      const told = answer()
      child.send({ id: last, order })
      return (await Promise.race([told, died])) as Answer
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  }
}
