import { availableParallelism } from 'node:os'
import { startBalancer } from '../replicas/balancer.ts'
import { table, type Column } from '../support/command/table.ts'
import { closedLoop } from '../support/load/closed-loop.ts'
import { bytesOf, modernCall } from '../support/load/era-request.ts'
import { openProductionWorld } from '../support/production/production-world.ts'
import { median } from '../support/quantile.ts'
import { usual } from './baselines.ts'
import type { Measure, Measured, Settings } from './measure.ts'

/** So many gateways under as much load as they take. */
interface ReplicasRow {
  readonly what: string
  readonly perSecond: number
  /** Of one behind the balancer, in the same round. */
  readonly ofOne: number
}

const columns: readonly Column<ReplicasRow>[] = [
  { title: 'gateways', width: 30, show: ({ what }) => what },
  { title: 'calls/s', width: 10, show: ({ perSecond }) => perSecond.toFixed(0) },
  { title: 'of one', width: 9, show: ({ ofOne }) => ofOne.toFixed(2) },
]

/** What more gateways bring. */
export const replicas: Measure = {
  name: 'replicas',
  what: 'calls per second of one gateway, and of --replicas behind a balancer',
  onlyNamed: true,
  measure: measureReplicas,
}

const atOnce = 64

async function measureReplicas({ rounds, seconds, replicas: count, progress }: Settings): Promise<Measured> {
  await using world = await openProductionWorld()
  const gateways = await Promise.all(Array.from({ length: count }, () => world.start()))
  const ports = gateways.map(({ url }) => Number(new URL(url).port))
  const [one, all] = [await startBalancer(world.folder, ports.slice(0, 1)), await startBalancer(world.folder, ports)]
  const kinds: readonly (readonly [string, string])[] = [
    ['one, asked directly', gateways[0]?.url ?? ''],
    ['one behind the balancer', one.url],
    [`${count} behind the balancer`, all.url],
  ]
  const results = new Map<string, number[]>()
  const run = (url: string, lasting: number): Promise<number> => {
    const bytes = bytesOf(url, modernCall(usual.tool, usual.args, world.token))
    return closedLoop({ url, atOnce, seconds: lasting, next: () => ({ bytes }) })
  }
  for (const [, url] of kinds) await run(url, 2)
  for (let round = 1; round <= rounds; round += 1) {
    for (const [what, url] of kinds) {
      progress(`round ${round} of ${rounds}: ${what}`)
      results.set(what, [...(results.get(what) ?? []), await run(url, seconds)])
    }
  }
  await Promise.all([one.close(), all.close(), ...gateways.map((gateway) => gateway.end('SIGKILL'))])
  const base = results.get(kinds[1]?.[0] ?? '') ?? []
  const rows = [...results].map(([what, each]): ReplicasRow => ({
    what,
    perSecond: median(each),
    ofOne: median(each.map((perSecond, round) => perSecond / (base[round] ?? perSecond))),
  }))
  const processors = availableParallelism()
  // each gateway has a main thread and one for its records; load and balancer need theirs, too
  const wanted = 2 * count + 2
  const bound =
    processors < wanted
      ? [`This machine has ${processors} processors for ${wanted} threads that would be busy: more gateways cannot bring more here.`]
      : []
  return {
    figures: { balancer: all.name, processors, rows },
    lines: [`Warm calls, ${atOnce} at once, behind ${all.name}; medians of ${rounds} rounds`, ...table(columns, rows), ...bound],
  }
}
