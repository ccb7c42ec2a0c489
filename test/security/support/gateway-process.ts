import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const main = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url))
const crashes = new URL('crash-on-signal.ts', import.meta.url).href
const startsWithinMs = 60_000
const runsAtMostMs = 60_000

/** What a command left behind. */
export interface Ended {
  readonly code: number | null
  readonly output: Buffer
}

/** A gateway as it runs in production, in a process of its own. */
export interface GatewayProcess extends AsyncDisposable {
  readonly url: string
  readonly process: ChildProcess
  /** Everything it has printed so far. */
  output(): Buffer
  end(signal: NodeJS.Signals): Promise<Ended>
}

/** Runs `concierge` to its end, which is a violent one after a minute. */
export const runConcierge = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> =>
  begin(args, env, ['--import', crashes], [], runsAtMostMs).ended

/**
 * Starts a production gateway and waits until it listens. `SIGUSR2` and `SIGHUP` make it crash, see `crash-on-signal.ts`, unless it is `sturdy`;
 * `through` is a program that starts it, such as one that watches it.
 */
export async function startGatewayProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { sturdy = false, through = [] }: { readonly sturdy?: boolean; readonly through?: readonly string[] } = {},
): Promise<GatewayProcess> {
  const { child, ended, output } = begin(
    ['start', '--port', '0', '--notice', '0', ...args],
    env,
    sturdy ? [] : ['--import', crashes],
    through,
  )
  const listening = Promise.withResolvers<string>()
  const timer = setTimeout(() => listening.reject(new Error(`it did not start: ${output().toString()}`)), startsWithinMs)
  child.stdout.on('data', () => {
    const url = /"url":"([^"]+)"/.exec(output().toString())?.[1]
    if (url !== undefined) listening.resolve(url)
  })
  void ended.then(() => listening.reject(new Error(`it ended early: ${output().toString()}`)))
  const url = await listening.promise.finally(() => clearTimeout(timer))
  return {
    url,
    process: child,
    output,
    end: async (signal) => {
      child.kill(signal)
      return await ended
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function begin(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  imports: readonly string[],
  through: readonly string[],
  timeout = 0,
) {
  const chunks: Buffer[] = []
  const { PATH = '' } = process.env
  const [program = process.execPath, ...rest] = [...through, process.execPath, ...imports, main, ...args]
  const child = spawn(program, rest, {
    cwd: root,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  })
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const output = (): Buffer => Buffer.concat(chunks)
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output: output() })))
  return { child, ended, output }
}
