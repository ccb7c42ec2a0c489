import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/** A Valkey or Redis of our own that keeps nothing on disk and can be treated badly. */
export interface CacheServer {
  readonly program: string
  readonly url: string
  start(): Promise<void>
  kill(): Promise<void>
  pause(): void
  goOn(): void
}

/** One that has not been started, in this folder; `undefined` when no such program is installed. */
export async function findCacheServer(folder: string): Promise<CacheServer | undefined> {
  const program = ['valkey-server', 'redis-server'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (program === undefined) return undefined
  const port = await freePort()
  let child: ChildProcess | undefined
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  return {
    program,
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      child = spawn(program, args, { stdio: 'ignore' })
      while (!(await answersPing(port))) await wait(20)
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      // its port is given back
      await wait(10)
    },
    pause: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
  }
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString().startsWith('+PONG')
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
