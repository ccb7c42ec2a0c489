import type { Command } from 'commander'
import { faultLines } from '../fault-lines.ts'
import { say, usesColours } from '../terminal.ts'

/** `concierge check` */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check the four configuration files and report every fault at once. Needs no backend and no secret.')
    .argument('[folder]', 'the four configuration files', 'config')
    .option('--secrets', 'count a missing secret as an error, as starting does')
    .option('--json', 'print faults for machines')
    .addHelpText('after', '\nEnds with 1 when there is an error; warnings alone end with 0.\n\nExample:\n  concierge check config')
    .action(async (folder: string, options: { secrets?: boolean; json?: boolean }) => {
      const { loadConfig } = await import('@cx-concierge/gateway')
      const { config, faults } = await loadConfig(folder, { now: Date.now(), missingSecrets: options.secrets ? 'error' : 'warning' })
      if (options.json) say(JSON.stringify({ ok: config !== undefined, faults }, null, 2))
      else {
        for (const line of faultLines(faults, usesColours())) say(line)
        const count = (severity: 'error' | 'warning'): string => {
          const number = faults.filter((fault) => fault.severity === severity).length
          return `${number} ${severity}${number === 1 ? '' : 's'}`
        }
        say(
          `${folder}: ${count('error')}, ${count('warning')}${config ? `; ${config.policy.routing.rules.length} rules over ${config.policy.sources.size} systems are ready, change ${config.change}` : ''}`,
        )
      }
      if (faults.some((fault) => fault.severity === 'error')) process.exitCode = 1
    })
}
