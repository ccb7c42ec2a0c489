import { setTimeout as wait } from 'node:timers/promises'
import { callTool } from '../support/load/call-tool.ts'
import { callerPerMinute, type Topology } from './topology.ts'
import { accounts, longestRecoveryMs, type Outcome } from './under-load.ts'

/** A shared allowance may be exceeded by what trickles back while it is being used up. */
const leeway = 1.15

/** One agent is held to its allowance by all replicas together, and by each alone while the cache is gone. */
export async function askWithoutEnd(topology: Topology): Promise<Outcome> {
  const { cache, replicas } = topology
  // an earlier scenario may have left them apart
  await countedTogether(topology, 'early')
  const together = await allowed(topology, 'greedy-1')
  await cache?.kill()
  // the first call after it notices
  await allowed(topology, 'scout', 3 * replicas.length)
  const apart = await allowed(topology, 'greedy-2')
  await cache?.start()
  const recoveryMs = await countedTogether(topology, 'late')
  const faults = [
    ...(together > callerPerMinute * leeway ? [`${together} calls were let through with the cache`] : []),
    ...(apart > callerPerMinute * leeway * replicas.length ? [`${apart} calls were let through without the cache: the limit is open`] : []),
    ...(apart < callerPerMinute ? [`only ${apart} calls were let through without the cache`] : []),
    ...(recoveryMs > longestRecoveryMs ? [`limits were counted together again only after ${recoveryMs} ms`] : []),
  ]
  return {
    figures: {
      'let through, cache there': together,
      'let through, cache gone': apart,
      'counted together again after ms': recoveryMs,
    },
    faults,
  }
}

/** How long it takes from now until an agent that asks a little too often is stopped: each replica alone would let all of it through. */
async function countedTogether(topology: Topology, agent: string): Promise<number> {
  const started = performance.now()
  for (let tries = 0; performance.now() - started < 4 * longestRecoveryMs; tries += 1) {
    if ((await allowed(topology, `${agent}-${tries}`, Math.ceil(callerPerMinute * 1.4))) <= callerPerMinute * leeway)
      return Math.round(performance.now() - started)
    await wait(200)
  }
  return Infinity
}

/** How many of so many calls of one agent, made at once, are let through. */
async function allowed({ url, token, replicas }: Topology, agent: string, calls = 2 * callerPerMinute * replicas.length): Promise<number> {
  const own = await token(agent)
  let through = 0
  let left = calls
  const ask = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1
      const { failed } = await callTool(url, own, 'get_escalation_contact', { account_id: accounts[0] })
      if (failed === undefined) through += 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, ask))
  return through
}
