// npm run test:replicas [-- --rps 200 --seconds 12 --only NAME --json]
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs, styleText } from 'node:util'
import { scenarios, type Outcome } from './scenarios.ts'
import { openTopology } from './topology.ts'

const { values } = parseArgs({
  options: {
    rps: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '12' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const busy = (): boolean => (loadavg()[0] as number) > 2 * availableParallelism()
const progress = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`\r\u001B[K${text}`))
if (values.help) {
  say('Runs three gateways behind a balancer, over pretend backends and a cache of their own, and kills them one at a time under load.\n')
  say('  --rps N       calls a second (200)\n  --seconds N   length of each load (12)')
  say(`  --only NAME   ${scenarios.map(({ name }) => name).join(', ')}\n  --json        for machines`)
  process.exit(0)
}

const [perSecond, seconds] = [Number(values.rps), Number(values.seconds)]
const wanted = scenarios.filter(({ name }) => values.only === undefined || name === values.only)
if (wanted.length === 0 || !(perSecond > 0) || !(seconds >= 4)) {
  process.stderr.write('There is nothing to do: see --help. A load lasts four seconds at the least.\n')
  process.exit(2)
}

progress('starting three replicas')
const topology = await openTopology(3)
const outcomes: { readonly name: string; readonly outcome: Outcome | undefined }[] = []
try {
  progress('')
  if (!values.json)
    say(
      `Three replicas behind ${topology.balancer}; cache: ${topology.cache?.program ?? 'none'}; records: SQLite, a file each; ${perSecond} calls a second`,
    )
  for (const { name, what, needsCache, play } of wanted) {
    if (needsCache && topology.cache === undefined) {
      outcomes.push({ name, outcome: undefined })
      if (!values.json) say(`– ${name}: skipped, neither valkey-server nor redis-server is installed`)
      continue
    }
    progress(`${name}: ${what}`)
    const outcome = await play({ topology, perSecond, seconds })
    progress('')
    outcomes.push({ name, outcome })
    if (values.json) continue
    say(`${outcome.faults.length === 0 ? styleText('green', '✓') : styleText('red', '✗')} ${name}: ${what}`)
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
if (busy() && !values.json) say('This machine had more to do than it has processors: run it again when it is quiet.')
if (values.json) say(JSON.stringify({ balancer: topology.balancer, perSecond, seconds, outcomes }, null, 2))
else say(`${outcomes.length - failed - skipped} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exit(failed === 0 ? 0 : 1)
