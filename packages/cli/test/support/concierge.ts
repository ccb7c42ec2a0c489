import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
// compiling the same files for every command would be a third of the time these tests take
const compiled = join(root, 'node_modules/.cache/concierge-tests')
const usualMs = 10_000

/** How a command ended. `code` is `null` when it had to be killed. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `concierge` to its end, from the top of the repository; kills it when it takes too long. */
export async function concierge(args: readonly string[], env: Readonly<Record<string, string>> = {}, longestMs = usualMs): Promise<Ended> {
  const child = begin(args, env)
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
  const ended = await outcomeOf(child)
  clearTimeout(timer)
  return ended
}

/** A demo that is ready for calls. */
export interface RunningDemo extends AsyncDisposable {
  readonly url: string
  /** The folder with its records. */
  readonly folder: string
  /** What it printed until it was ready. */
  readonly banner: string
  readonly readyMs: number
  readonly process: ChildProcess
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGINT'): Promise<Ended>
}

/** Starts a demo on a free port, or on this one, with records in a folder of its own. */
export async function startDemo(port = 0): Promise<RunningDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'cx-demo-'))
  const started = performance.now()
  const child = begin(['start', '--demo', '--port', String(port), '--data', folder], {})
  const ended = outcomeOf(child)
  let banner = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      banner += chunk.toString()
      if (banner.includes('Ctrl-C ends it.')) resolve()
    })
    void ended.then(({ stderr }) => reject(new Error(`the demo ended early: ${stderr}`)))
  })
  const url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(banner)?.[0] ?? ''
  return {
    url,
    folder,
    banner,
    readyMs: performance.now() - started,
    process: child,
    end: async (signal) => {
      child.kill(signal)
      return await ended
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What the environment of every command holds. */
export const usualEnvironment = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiled })

function begin(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...usualEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function outcomeOf(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, ...output }
}
