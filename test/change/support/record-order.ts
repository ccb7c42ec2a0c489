import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callTool } from '../../support/load/call-tool.ts'
import type { World } from './world.ts'

/** How many answers left before the disk was told to keep their record. */
export interface Order {
  readonly answers: number
  readonly tooEarly: number
  readonly syncs: number
}

/** Watches the system calls of a gateway that is called again and again, one call at a time; `undefined` where strace is not installed. */
export async function recordOrder(world: World, calls: number): Promise<Order | undefined> {
  if (spawnSync('strace', ['-V']).status !== 0) return undefined
  const trace = join(world.folder, 'strace.log')
  const through = [
    'strace',
    // beside the gateway, not above it, so that ending the one ends the other
    '-D',
    '-f',
    '-qq',
    '-s',
    '64',
    '-e',
    'trace=fsync,fdatasync,write,writev,sendto,sendmsg',
    '-e',
    'signal=none',
    '-o',
    trace,
  ]
  const gateway = await world.start({ through, args: ['--data', join(world.folder, 'data-order')] })
  const call = (): ReturnType<typeof callTool> =>
    callTool(
      gateway.url,
      world.token,
      'get_escalation_contact',
      { account_id: '12345' },
      { headers: { traceparent: `00-${randomBytes(16).toString('hex')}-${'1'.repeat(16)}-01` } },
    )
  // the first calls ask systems, and sign in
  for (let warm = 0; warm < 3; warm += 1) await call()
  const before = (await readFile(trace, 'utf8')).length
  for (let number = 0; number < calls; number += 1) {
    const { failed } = await call()
    if (failed !== undefined) throw new Error(failed)
  }
  const lines = (await readFile(trace, 'utf8')).slice(before).split('\n')
  await gateway.end('SIGKILL')
  let [answers, tooEarly, syncs, since] = [0, 0, 0, 0]
  for (const line of lines) {
    if (/(?:fsync|fdatasync)(?:\(| resumed).*= 0$/.test(line)) {
      syncs += 1
      since += 1
    } else if (line.includes('HTTP/1.1 200 OK')) {
      answers += 1
      if (since === 0) tooEarly += 1
      since = 0
    }
  }
  return { answers, tooEarly, syncs }
}
