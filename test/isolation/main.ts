// npm run test:isolation [-- --calls 200000 --seed 1]
import { parseArgs } from 'node:util'
import { probe } from './probe.ts'
import { randomFrom } from './random.ts'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (values.help) {
  say('Asks a desk in the name of many callers at once and looks for anything, anywhere, that is not its caller’s: in answers,')
  say('log, metrics and memory. Half the calls at a desk whose tokens name accounts, half at one that reads Salesforce with')
  say('each caller’s own rights.\n')
  say('  --calls N   calls to make (200000)\n  --seed N    another seed, another order of everything (1)')
  process.exit(0)
}

const [customers, users] = [3, 4]
const wanted = Number(values.calls)
const random = randomFrom(Number(values.seed))
let failed = 0
for (const [fence, what] of [
  ['token', 'kept apart by the accounts their tokens name'],
  ['rights', 'kept apart by their own rights in Salesforce'],
] as const) {
  const progress = (calls: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${what}: ${calls} of ${wanted / 2} calls`)
  }
  const report = await probe({ fence, calls: Math.ceil(wanted / 2), customers, users, random, progress })
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  const { calls, tokens, answered, hungUp, troubled, own, strange, compared, owners, faults } = report
  say(`Callers ${what}: ${tokens} tokens of ${customers} companies, ${users} users each, 3 sets of scopes; seed ${values.seed}`)
  say(
    `  ${calls} calls: ${answered} answered, ${hungUp} hung up on; ${troubled} while a backend was in trouble, ${strange} about any account at all`,
  )
  say(
    `  ${own} answers held something of the caller’s own; ${compared} compared with an earlier or an uncached one; ${owners} owners in memory`,
  )
  for (const fault of faults.slice(0, 10)) say(`    ${fault}`)
  say(`  ${faults.length} foreign words, differences or leaks`)
  failed += faults.length === 0 ? 0 : 1
}
say(`${2 - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
