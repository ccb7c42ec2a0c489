import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const main = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url))
const crashes = new URL('crash-on-signal.ts', import.meta.url).href
const startsWithinMs = 60_000
const runsAtMostMs = 60_000
const mostChunks = 200

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

/** Runs `concierge` to its end, which is a violent one after a minute when nothing else is said. */
export const runConcierge = (args: readonly string[], env: Readonly<Record<string, string>>, timeout = runsAtMostMs): Promise<Ended> =>
  begin(args, { env, nodeArgs: ['--import', crashes], timeout }).ended

/** How a gateway is started. */
interface Starting {
  /** It lives through `SIGUSR2` and `SIGHUP`, which otherwise make it crash, see `crash-on-signal.ts`. */
  readonly sturdy?: boolean
  /** A program that starts it, such as one that watches it. */
  readonly through?: readonly string[]
  /** For Node.js itself. */
  readonly nodeArgs?: readonly string[]
  /** What is loaded before it talks to this process. */
  readonly talks?: boolean
  /** Keeps only the newest of what it prints. */
  readonly forgets?: boolean
}

/** Starts a production gateway and waits until it listens. */
export async function startGatewayProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { sturdy = false, through = [], nodeArgs = [], talks = false, forgets = false }: Starting = {},
): Promise<GatewayProcess> {
  const { child, ended, output } = begin(['start', '--port', '0', '--notice', '0', ...args], {
    env,
    through,
    nodeArgs: [...nodeArgs, ...(sturdy ? [] : ['--import', crashes])],
    talks,
    forgets,
  })
  const listening = Promise.withResolvers<string>()
  const timer = setTimeout(() => listening.reject(new Error(`it did not start: ${output().toString()}`)), startsWithinMs)
  const look = (): void => {
    const url = /"url":"([^"]+)"/.exec(output().toString())?.[1]
    if (url === undefined) return
    child.stdout?.off('data', look)
    listening.resolve(url)
  }
  child.stdout?.on('data', look)
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

interface Beginning {
  readonly env: Readonly<Record<string, string>>
  readonly nodeArgs: readonly string[]
  readonly through?: readonly string[]
  readonly timeout?: number
  readonly talks?: boolean
  readonly forgets?: boolean
}

function begin(args: readonly string[], { env, nodeArgs, through = [], timeout = 0, talks = false, forgets = false }: Beginning) {
  const chunks: Buffer[] = []
  const { PATH = '' } = process.env
  const [program = process.execPath, ...rest] = [...through, process.execPath, ...nodeArgs, main, ...args]
  const child = spawn(program, rest, {
    cwd: root,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(talks ? (['ipc'] as const) : [])],
    timeout,
    killSignal: 'SIGKILL',
  })
  const keep = (chunk: Buffer): void => {
    chunks.push(chunk)
    if (forgets && chunks.length > mostChunks) chunks.shift()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const output = (): Buffer => Buffer.concat(chunks)
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output: output() })))
  return { child, ended, output }
}
