import { fork, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { lookInside, lookInto } from '../support/production/look-into.ts'

/** A server in a process of its own. */
export interface Child {
  readonly url: string
  readonly token: string
  readonly look: ReturnType<typeof lookInto>
  stop(): Promise<void>
}

const endsWithinMs = 5_000
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Starts a server script, on the first processor where processes can be pinned, so that load and server do not share one. */
export async function startChild(script: string, ...args: readonly string[]): Promise<Child> {
  const file = new URL(script, import.meta.url).pathname
  const child = fork(file, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [...lookInside] })
  const ready = await new Promise<{ url: string; token?: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string; token?: string }))
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)))
  })
  pinServer(child.pid)
  return {
    url: ready.url,
    token: ready.token ?? '',
    look: lookInto(child),
    stop: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => child.kill('SIGKILL'), endsWithinMs)
        child.once('exit', () => {
          clearTimeout(late)
          resolve()
        })
        // it tidies up, and ends
        if (child.connected) child.disconnect()
        else child.kill('SIGKILL')
      }),
  }
}

/** Keeps a server on the first processor. */
export function pinServer(pid: number | undefined): void {
  if (canPin && pid !== undefined) spawnSync('taskset', ['-acp', '0', String(pid)])
}

/** Keeps this process, which makes the load, on another processor than the servers. */
export function pinLoad(): boolean {
  if (canPin) spawnSync('taskset', ['-acp', '1', String(process.pid)])
  return canPin
}
