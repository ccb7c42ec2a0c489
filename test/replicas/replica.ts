import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { ReplicaOrder } from './replica-process.ts'

/** One replica, which may be killed and started again on the same port. */
export interface Replica {
  readonly port: number
  start(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** The sum of a metric over all labels that this text is found in. */
  metric(name: string, label?: string): Promise<number>
}

/** A replica that has not been started. */
export function createReplica(order: ReplicaOrder): Replica {
  let child: ChildProcess | undefined
  return {
    port: order.port,
    start: async () => {
      const file = new URL('replica-process.ts', import.meta.url).pathname
      const started = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      child = started
      started.send(order)
      await Promise.race([
        once(started, 'message'),
        once(started, 'exit').then(([code]) => {
          throw new Error(`a replica ended with ${code} before it was ready`)
        }),
      ])
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    metric: async (name, label = '') => {
      const text = await (await fetch(`http://127.0.0.1:${order.port}/metrics`)).text()
      const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(label))
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
    },
  }
}
