import { ConciergeError } from '@cx-concierge/contract'
import { Command } from 'commander'
import { addAccess } from './commands/access.ts'
import { addAsk } from './commands/ask.ts'
import { addAudit } from './commands/audit.ts'
import { addCheck } from './commands/check.ts'
import { addDataMap } from './commands/data-map.ts'
import { addDoctor } from './commands/doctor.ts'
import { addKey } from './commands/key.ts'
import { addReload } from './commands/reload.ts'
import { addScenarios } from './commands/scenarios.ts'
import { addSchema } from './commands/schema.ts'
import { addStart } from './commands/start.ts'
import { complain } from './terminal.ts'

/** Does what the words of a command line say. What fails is told in one line, and leaves 1 as the process's exit code. */
export async function runConcierge(words: readonly string[]): Promise<void> {
  const program = new Command('concierge').description('The one URL an AI agent asks when its customer needs a person.').version('0.1.0')
  for (const add of [addStart, addReload, addAsk, addCheck, addAccess, addAudit, addDataMap, addScenarios, addSchema, addDoctor, addKey])
    add(program)
  try {
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    complain(ConciergeError.is(error) ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
