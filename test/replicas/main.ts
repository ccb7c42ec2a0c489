// npm run test:replicas [-- --rps 200 --seconds 12 --only NAME --json]
import { availableParallelism, loadavg } from 'node:os'
import { command } from '../support/command/command.ts'
import { scenarios } from './scenarios.ts'
import { openTopology } from './topology.ts'
import type { Outcome } from './under-load.ts'

const help = `Runs three gateways behind a balancer, over pretend backends, a cache and a database of their own, and kills them one at a time under load.

  --rps N       calls a second (200)
  --seconds N   length of each load (12)
  --only NAME   ${scenarios.map(({ name }) => name).join(', ')}`
const { numbers, texts, paint, progress, say, give, refuse } = command(help, {
  numbers: { rps: 200, seconds: 12 },
  texts: { only: '' },
})
const busy = (): boolean => (loadavg()[0] as number) > 2 * availableParallelism()
const { rps: perSecond, seconds } = numbers
const wanted = scenarios.filter(({ name }) => texts.only === '' || name === texts.only)
if (wanted.length === 0 || perSecond === 0 || seconds < 4)
  refuse('There is nothing to do: see --help. A load lasts four seconds at the least.')

progress('starting three replicas')
const topology = await openTopology(3)
const outcomes: { readonly name: string; readonly outcome: Outcome | undefined }[] = []
try {
  say(
    `Three replicas behind ${topology.balancer}; cache: ${topology.cache?.program ?? 'none'}; records: ${topology.records?.program ?? 'SQLite, a file each'}; ${perSecond} calls a second`,
  )
  for (const { name, what, needs, play } of wanted) {
    const lacking = needs.filter((part) => topology[part] === undefined)
    if (lacking.length > 0) {
      outcomes.push({ name, outcome: undefined })
      const programs = { cache: 'Valkey or Redis', records: 'PostgreSQL' }
      say(`– ${name}: skipped, ${lacking.map((part) => programs[part]).join(' and ')} is not installed`)
      continue
    }
    progress(`${name}: ${what}`)
    const outcome = await play({ topology, perSecond, seconds })
    outcomes.push({ name, outcome })
    say(`${outcome.faults.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${name}: ${what}`)
    say(
      `    ${Object.entries(outcome.figures)
        .map(([figure, value]) => `${figure} ${value}`)
        .join(' · ')}`,
    )
    for (const fault of outcome.faults) say(`    ${fault}`)
  }
} finally {
  await topology[Symbol.asyncDispose]()
}
const failed = outcomes.filter(({ outcome }) => outcome !== undefined && outcome.faults.length > 0).length
const skipped = outcomes.filter(({ outcome }) => outcome === undefined).length
if (busy()) say('This machine had more to do than it has processors: run it again when it is quiet.')
give({ balancer: topology.balancer, perSecond, seconds, outcomes })
say(`${outcomes.length - failed - skipped} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exit(failed === 0 ? 0 : 1)
