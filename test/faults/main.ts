// npm run faults [-- --only salesforce/hang --repeats 3]
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { dirname, resolve } from 'node:path'
import { command } from '../support/command/command.ts'
import type { Cell } from './cell.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import { grid } from './grid.ts'
import { canHappen, openLab, type BackendFacts } from './lab.ts'
import { page } from './page.ts'
import { summarise, summaryLines } from './summary.ts'

const help = `Puts every fault between a real gateway and the pretend backend of every configured connector, asks, and judges the answer,
the time, the requests, the breaker, the record and what is left behind.

  --only BACKEND/FAULT   either half may be left out or cut short: salesforce/, /hang, gain/tls
  --repeats N            calls per cell (3); the first hurts the sign-in too
  --page FILE            where the page goes (.data/faults.html); "" for none

${faults.map(({ id, title, counts }) => `  ${id.padEnd(18)}${title}${counts ? '' : ' (no trouble to a breaker)'}`).join('\n')}
`
const { numbers, texts, json, inColour, progress, say, give, refuse } = command(help, {
  numbers: { repeats: 3 },
  texts: { only: '', page: '.data/faults.html' },
})
const { repeats } = numbers
if (!Number.isInteger(repeats) || repeats < 1) refuse('--repeats must be a whole number, 1 or more')
const [onlyBackend = '', onlyFault = ''] = texts.only.split('/')
// as in production
const timing = { deadlineMs: 2_000, timeoutMs: 1_500 }

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
if (plan.length === 0)
  refuse(`no cell fits --only ${texts.only}; backends: ${lab.backends.map(({ name }) => name).join(', ')}; faults: see --help`)
const cells: Cell[] = []
const began = performance.now()
for (const [backend, fault, repeat] of plan) {
  const red = cells.filter(({ problems }) => problems.length > 0).length
  progress(`${cells.length} of ${plan.length} calls, ${red} broken: ${backend.name}, ${fault.title}`)
  cells.push(await lab.run(backend, fault, repeat))
}
await lab[Symbol.asyncDispose]()

const summary = summarise(cells, timing.deadlineMs)
const names = lab.backends.map(({ name }) => name).filter((name) => cells.some(({ backend }) => backend === name))
const seconds = Math.round((performance.now() - began) / 1_000)
give({ summary, cells })
if (!json) {
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
if (texts.page !== '') {
  const file = resolve(texts.page)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, page({ faults, backends: names, cells, summary, seconds }))
  say(file)
}
process.exit(summary.red === 0 ? 0 : 1)
