import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

/** A PostgreSQL of our own that can be treated badly. */
export interface RecordServer {
  readonly program: string
  readonly url: string
  start(): Promise<void>
  /** Ends it at once; it has to recover when it is started again. */
  kill(): Promise<void>
  /** It and everybody it works with hang. */
  pause(): void
  goOn(): void
  /** Takes its folder away. */
  remove(): void
}

const patienceMs = 20_000

/** One that has not been started, in a folder of its own; `undefined` when PostgreSQL is not installed. */
export async function findRecordServer(): Promise<RecordServer | undefined> {
  const programs = programsOf()
  if (programs === undefined) return undefined
  const port = await freePort()
  const user = userToRunAs()
  // not in the folder of the others, which is only for whoever runs this
  const data = mkdtempSync(join(tmpdir(), 'concierge-postgres-'))
  if (user) chownSync(data, user.uid, user.gid)
  const made = spawnSync(join(programs, 'initdb'), ['-D', data, '-U', 'concierge', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '-k'], {
    ...user,
    encoding: 'utf8',
    cwd: '/',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const url = `postgres://concierge@127.0.0.1:${port}/postgres`
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'logging_collector=off',
  ]
  let child: ChildProcess | undefined
  const everybody = (signal: NodeJS.Signals): void => {
    if (child?.pid === undefined) return
    for (const pid of [child.pid, ...childrenOf(child.pid)]) {
      try {
        process.kill(pid, signal)
      } catch {
        // it ended in this moment
      }
    }
  }
  return {
    program: join(programs, 'postgres'),
    url,
    start: async () => {
      child = spawn(join(programs, 'postgres'), args, { ...user, stdio: 'ignore', cwd: '/' })
      for (const until = performance.now() + patienceMs; !(await answers(url));) {
        if (performance.now() > until) throw new Error('PostgreSQL did not start')
        await wait(20)
      }
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      everybody('SIGCONT')
      // its immediate shutdown, as after a crash
      child.kill('SIGQUIT')
      await ended
    },
    pause: () => everybody('SIGSTOP'),
    goOn: () => everybody('SIGCONT'),
    remove: () => rmSync(data, { recursive: true, force: true }),
  }
}

/** The folder of its programs. */
function programsOf(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = (() => {
    try {
      return readdirSync(debian).toSorted((a, b) => Number(b) - Number(a))
    } catch {
      return []
    }
  })()
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...versions.map((version) => join(debian, version, 'bin'))]
  return folders.find((folder) => spawnSync(join(folder, 'initdb'), ['--version']).status === 0)
}

/** It refuses to run as root; then somebody else has to. */
function userToRunAs(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => /^(?:postgres|nobody):/.test(one))
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 500 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
