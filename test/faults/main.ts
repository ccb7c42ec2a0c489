// npm run faults [-- --only salesforce/hang --repeats 3]
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Cell } from './cell.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import { grid } from './grid.ts'
import { canHappen, openLab, type BackendFacts } from './lab.ts'
import { page } from './page.ts'
import { summarise, summaryLines } from './summary.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    repeats: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    page: { type: 'string', default: '.data/faults.html' },
    help: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (values.help) {
  say('Puts every fault between a real gateway and the pretend backend of every configured connector, asks, and judges the answer,')
  say('the time, the requests, the breaker, the record and what is left behind.\n')
  say('  --only BACKEND/FAULT   either half may be left out or cut short: salesforce/, /hang, gain/tls')
  say('  --repeats N            calls per cell (3); the first hurts the sign-in too')
  say('  --page FILE            where the page goes (.data/faults.html); "" for none')
  say('  --json                 every call as JSON instead of the grid\n')
  for (const { id, title, counts } of faults) say(`  ${id.padEnd(18)}${title}${counts ? '' : ' (no trouble to a breaker)'}`)
  process.exit(0)
}

const repeats = Number(values.repeats)
if (!Number.isInteger(repeats) || repeats < 1) {
  process.stderr.write('--repeats must be a whole number, 1 or more\n')
  process.exit(2)
}
const [onlyBackend = '', onlyFault = ''] = values.only.split('/')
// as in production
const timing = { deadlineMs: 2_000, timeoutMs: 1_500 }
const inColour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

progress('starting')
const lab = await openLab(timing)
const isPlanned = (backend: BackendFacts, fault: Fault): boolean =>
  backend.name.startsWith(onlyBackend) &&
  fault.id.startsWith(onlyFault) &&
  canHappen(fault, backend) &&
  (fault.name !== 'blackhole' || lab.hasBlackhole)
const plan = faults.flatMap((fault) =>
  lab.backends
    .filter((backend) => isPlanned(backend, fault))
    .flatMap((backend) => Array.from({ length: repeats }, (_, repeat) => [backend, fault, repeat] as const)),
)
if (plan.length === 0) {
  process.stderr.write(
    `no cell fits --only ${values.only}; backends: ${lab.backends.map(({ name }) => name).join(', ')}; faults: see --help\n`,
  )
  process.exit(2)
}
const cells: Cell[] = []
const began = performance.now()
for (const [backend, fault, repeat] of plan) {
  const red = cells.filter(({ problems }) => problems.length > 0).length
  progress(`${cells.length} of ${plan.length} calls, ${red} broken: ${backend.name}, ${fault.title}`)
  cells.push(await lab.run(backend, fault, repeat))
}
progress('')
await lab[Symbol.asyncDispose]()

const summary = summarise(cells, timing.deadlineMs)
const names = lab.backends.map(({ name }) => name).filter((name) => cells.some(({ backend }) => backend === name))
const seconds = Math.round((performance.now() - began) / 1_000)
if (values.json) say(JSON.stringify({ summary, cells }, null, 2))
else {
  say(`${grid(faults, names, cells, inColour)}\n`)
  for (const { backend, fault, repeat, problems } of cells)
    for (const problem of problems) say(`✕ ${backend}/${fault}, call ${repeat + 1}: ${problem}`)
  if (!lab.hasBlackhole) say('not tried: this machine cannot keep first packets waiting on 127.0.0.2')
  for (const line of summaryLines(summary)) say(line)
  const [, load = 0] = loadavg()
  const processors = availableParallelism()
  // times mean little where others take the processors away
  if (load > processors) say(`this machine was busy: ${load.toFixed(1)} programs wanted its ${processors} processors`)
  say(`${cells.length - summary.red} passed, ${summary.red} failed, in ${seconds} s`)
}
if (values.page !== '') {
  const file = resolve(values.page)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, page({ faults, backends: names, cells, summary, seconds }))
  if (!values.json) say(file)
}
process.exit(summary.red === 0 ? 0 : 1)
