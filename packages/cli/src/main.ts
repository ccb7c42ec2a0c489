import { ConciergeError } from '@cx-concierge/contract'
import { Command } from 'commander'
import { addScenarios } from './commands/scenarios.ts'
import { complain } from './terminal.ts'

const program = new Command('concierge').description('The one URL an AI agent asks when its customer needs a person.').version('0.1.0')
addScenarios(program)

try {
  await program.parseAsync()
} catch (error) {
  complain(ConciergeError.is(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
