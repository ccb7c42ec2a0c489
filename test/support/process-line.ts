import { fork, type ForkOptions } from 'node:child_process'
import { writeSync } from 'node:fs'

/** A child process that does what it is told. */
export interface ProcessLine<Order> extends Disposable {
  tell<Answer = void>(order: Order): Promise<Answer>
}

/** Starts a program that calls {@link serveOrders} and waits until it listens. Whoever waits for an answer is told when it dies. */
export async function openProcessLine<Order>(
  file: URL,
  args: readonly string[] = [],
  options: ForkOptions = {},
): Promise<ProcessLine<Order>> {
  const child = fork(file.pathname, [...args], { execArgv: [], ...options })
  const waiting = new Map<number, (value: unknown) => void>()
  let last = 0
  const answer = (): Promise<unknown> => new Promise((resolve) => waiting.set(last, resolve))
  child.on('message', (message: { readonly id: number; readonly value?: unknown }) => {
    waiting.get(message.id)?.(message.value)
    waiting.delete(message.id)
  })
  const died = new Promise<never>((_resolve, reject) =>
    child.once('exit', (code, signal) => reject(new Error(`${file.pathname.split('/').at(-1)} ended with ${code ?? signal}`))),
  )
  // nobody need be waiting
  died.catch(() => undefined)
  await Promise.race([answer(), died])
  return {
    tell: async <Answer>(order: Order) => {
      last += 1
      const told = answer()
      child.send({ id: last, order })
      return (await Promise.race([told, died])) as Answer
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  }
}

/** Does what the parent process says, and ends when it is gone. An order that fails ends the process. */
export function serveOrders(obey: (order: never) => unknown): void {
  process.on('message', ({ id, order }: { readonly id: number; readonly order: never }) => {
    Promise.resolve()
      .then(() => obey(order))
      .then(
        (value) => process.send?.({ id, value }),
        (error: unknown) => {
          writeSync(2, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
          process.exit(1)
        },
      )
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.({ id: 0 })
}
