import type { Command } from 'commander'
import { moment } from '../audit/moment.ts'
import { say } from '../terminal.ts'
import { dataOption } from './audit-filters.ts'

interface CutFlags {
  readonly data: string
  readonly before: number
}

/** `concierge audit cut` */
export function addAuditCut(audit: Command): void {
  audit
    .command('cut')
    .description(
      'Take the oldest records off the file, as far as their time is over and they are blank. A signed statement takes their place.',
    )
    .addOption(dataOption())
    .option('--before <moment>', "the store's own notes among them go when they are older than this", moment, moment('400d'))
    .addHelpText('after', '\nExample:\n  concierge audit cut --before 800d')
    .action(async (flags: CutFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      await using records = await openAudit(flags.data, { changes: true })
      const taken = await records.store.cut(flags.before, Date.now())
      say(taken === 0 ? 'There is nothing to take off.' : `${taken} blank records were taken off.`)
    })
}
