// npm run bench [-- --only warm,cold --rounds 3 --seconds 4 --json]
import { command } from '../support/command/command.ts'
import type { Measured } from './measure.ts'
import { measures } from './measures.ts'

const help = `Measures the desk. Where there is a baseline, it is measured in the same run, and what counts is the ratio.

${measures.map(({ name, what, onlyNamed }) => `  ${name.padEnd(14)}${what}${onlyNamed ? '; only when it is named' : ''}`).join('\n')}

  --only NAMES    some of these, with commas between them
  --rounds N      rounds of the same, of which the middle one counts (3)
  --seconds N     length of one load (4)
  --calls N       calls of "heap" (500000)
  --replicas N    gateways of "replicas" (3)
  --clients N     clients of each slow kind of "slow-clients" (300)`
const { numbers, texts, progress, say, give, refuse } = command(help, {
  numbers: { rounds: 3, seconds: 4, calls: 500_000, replicas: 3, clients: 300 },
  texts: { only: '' },
})
const names = texts.only.split(',').filter((name) => name !== '')
const unknown = names.find((name) => !measures.some((one) => one.name === name))
if (unknown !== undefined) refuse(`There is no measurement called ${unknown}: see --help.`)

const figures: Record<string, Measured['figures']> = {}
for (const { name, onlyNamed, measure } of measures) {
  if (names.length === 0 ? onlyNamed : !names.includes(name)) continue
  const measured = await measure({ ...numbers, progress: (text) => progress(`${name}: ${text}`) })
  figures[name] = measured.figures
  for (const line of ['', ...measured.lines]) say(line)
}
give(figures)
process.exit(0)
