// npm run test:isolation [-- --calls 200000 --seed 1]
import { command } from '../support/command/command.ts'
import { probe } from './probe.ts'
import { randomFrom } from '../support/random.ts'

const help = `Asks a desk in the name of many callers at once and looks for anything, anywhere, that is not its caller’s: in answers,
log, metrics and memory. Half the calls at a desk whose tokens name accounts, half at one that reads Salesforce with
each caller’s own rights.

  --calls N     calls to make (200000)
  --seed N      another seed, another order of everything (1)`
const { numbers, progress, say, give } = command(help, { numbers: { calls: 200_000, seed: 1 } })
const { calls: wanted, seed } = numbers

const [customers, users] = [3, 4]
const random = randomFrom(seed)
const reports = []
for (const [fence, what] of [
  ['token', 'kept apart by the accounts their tokens name'],
  ['rights', 'kept apart by their own rights in Salesforce'],
] as const) {
  const report = await probe({
    fence,
    calls: Math.ceil(wanted / 2),
    customers,
    users,
    random,
    progress: (calls) => progress(`${what}: ${calls} of ${wanted / 2} calls`),
  })
  reports.push(report)
  const { calls, tokens, answered, hungUp, troubled, own, strange, compared, owners, faults } = report
  say(`Callers ${what}: ${tokens} tokens of ${customers} companies, ${users} users each, 3 sets of scopes; seed ${seed}`)
  say(
    `  ${calls} calls: ${answered} answered, ${hungUp} hung up on; ${troubled} while a backend was in trouble, ${strange} about any account at all`,
  )
  say(
    `  ${own} answers held something of the caller’s own; ${compared} compared with an earlier or an uncached one; ${owners} owners in memory`,
  )
  for (const fault of faults.slice(0, 10)) say(`    ${fault}`)
  say(`  ${faults.length} foreign words, differences or leaks`)
}
const failed = reports.filter(({ faults }) => faults.length > 0).length
give(reports)
say(`${2 - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
