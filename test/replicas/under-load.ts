import { startLoad, type Ended } from '../support/load/start-load.ts'
import { quantile } from '../support/quantile.ts'
import type { Topology } from './topology.ts'

/** What one scenario showed. */
export interface Outcome {
  readonly figures: Readonly<Record<string, string | number>>
  /** What was promised and not kept. */
  readonly faults: readonly string[]
}

/** What scenarios are played with. */
export interface Stage {
  readonly topology: Topology
  readonly perSecond: number
  readonly seconds: number
}

const agents = 150
/** Whom calls ask about. */
export const accounts = [
  '001NwAcmeRobot1IRA',
  '001NwBirchBake2IBB',
  '001NwCobaltHea3IBC',
  '001NwGlobexUkL9IBK',
  '001NwIrisBankA1IRI',
  '001NwDuneLogis4IRA',
]

/** The longest anything may take to be as it was. */
export const longestRecoveryMs = 5_000

/** Calls at a steady rate from many agents; how each of them ended. */
export async function callsDuring({ topology, perSecond, seconds }: Stage, retries: number): Promise<readonly Ended[]> {
  const tokens = await Promise.all(Array.from({ length: agents }, (_, agent) => topology.token(`agent-${agent}`)))
  const all: Ended[] = []
  const load = startLoad({
    perSecond,
    most: Math.round(perSecond * seconds),
    call: (number) => ({
      url: topology.url,
      token: tokens[number % agents] as string,
      accountId: accounts[number % accounts.length] as string,
      retries,
    }),
    ended: (ended) => void all.push(ended),
  })
  await load.over
  return all
}

/** What a load shows in any case. */
export const figuresOf = (ended: readonly Ended[]): Record<string, number> => ({
  calls: ended.length,
  failed: ended.filter(hasFailed).length,
  'p99, ms': p99(ended),
})

/** Whether a call got no answer in the end. */
export const hasFailed = ({ answer }: Ended): boolean => answer.failed !== undefined

/** In milliseconds. */
export const p99 = (ended: readonly Ended[]): number =>
  Math.round(
    quantile(
      ended.map(({ ms }) => ms),
      0.99,
    ),
  )

/** Why calls failed, each with how often. */
export function reasons(failed: readonly Ended[]): string {
  const counts = new Map<string, number>()
  for (const { answer } of failed) counts.set(answer.failed ?? '', (counts.get(answer.failed ?? '') ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${reason} (${count})`).join(', ')
}
