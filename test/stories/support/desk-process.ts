import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A desk in a process of its own. */
export interface DeskProcess extends AsyncDisposable {
  readonly url: string
  /** The folder with its records. */
  readonly folder: string
  readonly token: string
  readonly process: ChildProcess
  /** Kills it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
}

const program = fileURLToPath(new URL('../programs/desk.ts', import.meta.url))

/** Starts one; arguments as the program takes them. */
export async function startDeskProcess(...args: readonly string[]): Promise<DeskProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'close')
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    gone.then(() => Promise.reject(new Error('the desk ended'))),
  ])) as [string]
  gone.catch(() => undefined)
  const where = JSON.parse(line) as Pick<DeskProcess, 'url' | 'folder' | 'token'>
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  return {
    ...where,
    process: child,
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill()
      await rm(dirname(where.folder), { recursive: true, force: true })
    },
  }
}
