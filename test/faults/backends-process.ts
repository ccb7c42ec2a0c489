// The pretend backends of the repository's own configuration, each behind a proxy that hurts on demand.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { northwind, startSandbox } from '@cx-concierge/sandbox'
import { configuredBackends } from '../support/repository-config.ts'
import { serveOrders } from '../support/process-line.ts'
import { makeBomb } from './answer-faults.ts'
import { makeCertificate } from './certificate.ts'
import { startFaultProxy, type FaultProxy, type Seen } from './fault-proxy.ts'
import { faults } from './faults.ts'
import { readdressed } from './readdressed.ts'

/** What the backends can be told. */
export type BackendsOrder =
  | { readonly what: 'open' }
  | { readonly what: 'hurt'; readonly backend: string; readonly fault: string; readonly repeat: number; readonly now: number }
  | { readonly what: 'heal'; readonly now: number }
  | { readonly what: 'seen' }
  | { readonly what: 'blackhole' }

/** How the gateway reaches them. */
export interface Opened {
  /** Certificate of whoever vouches for them, in PEM. */
  readonly authority: string
  readonly backends: readonly {
    readonly name: string
    readonly host: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly hosts: readonly string[]
  }[]
}

let now = 0
const proxies = new Map<string, FaultProxy>()
const authority = makeCertificate({ name: 'fault lab', isAuthority: true })

async function open(): Promise<Opened> {
  makeBomb()
  const company = await northwind()
  const sandbox = await startSandbox({ backends: await configuredBackends(), company: () => company, now: () => now })
  const backends = await Promise.all(
    [...sandbox.backends].map(async ([name, backend]) => {
      const host = `${name.replaceAll('_', '-')}.backends.test`
      const good = makeCertificate({ name: host, by: authority })
      const proxy = await startFaultProxy({
        backend,
        certificates: {
          good,
          expired: makeCertificate({ name: host, by: authority, days: [-60, -1] }),
          other_name: makeCertificate({ name: 'elsewhere.test', by: authority }),
          self_signed: makeCertificate({ name: host }),
          old: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
        },
      })
      proxies.set(name, proxy)
      const there = `${host}:${proxy.port}`
      return {
        name,
        host,
        hosts: [there],
        settings: readdressed(readdressed(backend.settings, backend.url, `https://${there}`), `127.0.0.1:${backend.port}`, there),
      }
    }),
  )
  return { authority: authority.cert, backends }
}

/** Makes connections to 127.0.0.2 wait for ever, on every proxy's port. */
async function openBlackhole(): Promise<boolean> {
  const ports = [...proxies.values()].map(({ port }) => port)
  const child = fork(new URL('blackhole.ts', import.meta.url).pathname, [ports.join(',')], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (first !== 'listening') return false
  await new Promise((resolve) => setTimeout(resolve, 300))
  const filled: Socket[] = []
  for (const port of ports) {
    // some kernels take more than the backlog says
    for (let more = 0; more < 8; more += 1) {
      const socket = connect(port, '127.0.0.2')
      socket.on('error', () => undefined)
      filled.push(socket)
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 300))
  return filled.some(({ connecting }) => connecting)
}

async function obey(order: BackendsOrder): Promise<unknown> {
  switch (order.what) {
    case 'open':
      return await open()
    case 'blackhole':
      return await openBlackhole()
    case 'heal':
      now = order.now
      for (const proxy of proxies.values()) proxy.hurt(undefined, 0, now)
      return undefined
    case 'hurt':
      now = order.now
      for (const [name, proxy] of proxies)
        proxy.hurt(name === order.backend ? faults.find(({ id }) => id === order.fault) : undefined, order.repeat, now)
      return undefined
    case 'seen':
      return Object.fromEntries([...proxies].map(([name, proxy]): [string, Seen] => [name, proxy.seen()]))
  }
}

serveOrders(obey)
