import { Option, type Command } from 'commander'
import type { ReloadReport } from '@cx-concierge/gateway'
import { giveOrder } from '../control/control-socket.ts'
import { faultLines } from '../fault-lines.ts'
import { complain, say, usesColours } from '../terminal.ts'

/** `concierge reload` */
export function addReload(program: Command): void {
  program
    .command('reload')
    .description('Have the running gateway take the four files as they are now, with the secrets they refer to.')
    .addOption(new Option('--data <folder>', 'the data folder of the gateway').env('CONCIERGE_DATA').default('.data'))
    .option('--json', 'print what became of it for machines')
    .addHelpText(
      'after',
      '\nThe gateway watches its files anyway; this also takes secrets that changed, and waits for the verdict. With CACHE_URL set\nfor them, replicas over other data folders do the same; their verdicts are in their logs. Ends with 1 when the files were\nrefused (then the last good ones stay in force) or when no gateway runs over this data folder.\n\nExample:\n  concierge reload --data /var/lib/concierge',
    )
    .action(async (flags: { readonly data: string; readonly json?: boolean }) => {
      const answers = await giveOrder<ReloadReport>(flags.data, 'reload')
      if (flags.json) say(JSON.stringify(answers, null, 2))
      else for (const { pid, answer } of answers) tell(pid, answer)
      if (answers.length === 0) complain(`no gateway runs over ${flags.data}`)
      if (answers.length === 0 || answers.some(({ answer }) => !answer.applied)) process.exitCode = 1
    })
}

function tell(pid: number, { applied, faults, status, tookMs }: ReloadReport): void {
  for (const line of faultLines(faults, usesColours())) (applied ? say : complain)(line)
  const inForce = `change ${status.change}, fingerprint ${status.fingerprint.slice(0, 16)}`
  if (applied) say(`gateway ${pid}: in force after ${Math.round(tookMs)} ms: ${inForce}`)
  else complain(`gateway ${pid}: refused; still in force: ${inForce}`)
}
