// npm run test:sabotage [-- --only NAME]
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '../support/command/command.ts'
import type { Sabotage } from './sabotage.ts'
import { sabotages } from './sabotages.ts'

const help = `Breaks a copy of this repository in one way after another and sees that a test turns red each time.

  --only TEXT   only sabotages whose name holds this text`
const { texts, paint, say, give } = command(help, { texts: { only: '' } })

const root = new URL('../..', import.meta.url).pathname
const longestRunMs = 300_000

/** A copy in which anything may be broken: our own files are copied, everybody else's are linked. */
async function copyOfRepository(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'concierge-sabotage-'))
  const copy = join(parent, 'main')
  await cp(root, copy, { recursive: true, filter: (path) => !/\/(?:node_modules|\.git|\.data)(?:\/|$)/.test(path) })
  await mkdir(join(copy, 'node_modules'))
  for (const name of await readdir(join(root, 'node_modules'))) {
    // our own packages are links to folders beside them, so these must lead into the copy
    if (name === '@cx-concierge')
      await cp(join(root, 'node_modules', name), join(copy, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
    else await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  }
  return copy
}

interface Ran {
  readonly passed: boolean
  readonly failed: number
  readonly output: string
}

/** Runs some tests in the copy; how many failed is read from a report, since the screen is shared with whatever the tests print. */
function runTests(copy: string, { tests, config }: Pick<Sabotage, 'tests' | 'config'>): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  const report = join(copy, '..', 'report.json')
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...reporting,
    ...(config === undefined ? [] : ['--config', config]),
    ...tests,
  ]
  const child = spawn(process.execPath, args, { cwd: copy, env: { ...process.env, NO_COLOR: '1', CI: '1' }, timeout: longestRunMs })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.on('close', (code) => {
    const text = existsSync(report) ? readFileSync(report, 'utf8') : '{}'
    rmSync(report, { force: true })
    const { numFailedTests = 0 } = JSON.parse(text) as { readonly numFailedTests?: number }
    resolve({ passed: code === 0, failed: numFailedTests, output })
  })
  return promise
}

const isThere = (program: string): boolean => spawnSync(program, ['-V']).status === 0
const asked = sabotages.filter(({ name }) => name.includes(texts.only))
const wanted = asked.filter(({ needs }) => needs === undefined || isThere(needs))
for (const { name, needs } of asked.filter((one) => !wanted.includes(one))) say(`– ${name}: skipped, ${needs} is not installed`)
const copy = await copyOfRepository()
const faults: string[] = []
try {
  const sound = await runTests(copy, {
    tests: [...new Set(wanted.filter(({ config }) => config === undefined).flatMap(({ tests }) => tests))],
  })
  if (!sound.passed) throw new Error(`the tests fail before anything was broken:\n${sound.output.slice(-3000)}`)
  for (const sabotage of wanted) {
    const file = join(copy, sabotage.file)
    const text = await readFile(file, 'utf8')
    const pieces = text.split(sabotage.find)
    if (pieces.length !== 2) {
      faults.push(`${sabotage.name}: ${sabotage.file} holds its text ${pieces.length - 1} times, so it breaks nothing`)
      say(`${paint('yellow', '?')} ${sabotage.name}: out of date`)
      continue
    }
    await writeFile(file, pieces.join(sabotage.put))
    const { passed, failed } = await runTests(copy, sabotage)
    await writeFile(file, text)
    const isRed = !passed && failed > 0
    say(
      `${isRed ? paint('green', '✓') : paint('red', '✗')} ${sabotage.name}: ${isRed ? `${failed} test${failed === 1 ? '' : 's'} red` : 'NOTHING turned red'}`,
    )
    if (!isRed) faults.push(`${sabotage.name}: no test of ${sabotage.tests.join(', ')} turned red`)
  }
} finally {
  await rm(join(copy, '..'), { recursive: true, force: true })
}
for (const fault of faults) say(`  ${fault}`)
give({ tried: wanted.map(({ name }) => name), faults })
const skipped = asked.length - wanted.length
say(`${wanted.length - faults.length} passed, ${faults.length} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
process.exit(faults.length === 0 ? 0 : 1)
