import { openProcessLine } from '../support/process-line.ts'
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
  const line = await openProcessLine<Order>(new URL('desk-process.ts', import.meta.url), [String(customers), String(users), fence])
  let url = await line.tell<string>({ what: 'address' })
  return {
    get url() {
      return url
    },
    tell: async <Answer>(order: Order) => {
      const answer = await line.tell<Answer>(order)
      if (order.what === 'restart') url = await line.tell<string>({ what: 'address' })
      return answer
    },
    [Symbol.dispose]: () => line[Symbol.dispose](),
  }
}
