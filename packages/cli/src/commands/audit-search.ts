import type { Command } from 'commander'
import { complain } from '../terminal.ts'
import { addFilters, count, queryOf, type AuditFilters } from './audit-filters.ts'

interface SearchFlags extends AuditFilters {
  readonly limit: number
  readonly json?: boolean
}

/** `concierge audit search` */
export function addAuditSearch(audit: Command): void {
  addFilters(audit.command('search').description('List records, newest first, one per line.'))
    .option('--limit <number>', 'most records to list', count, 100)
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExamples:\n  concierge audit search --customer 001NwAcmeRobot1IRA --from 7d\n  concierge audit search --customer jane.doe@acme-robotics.example --json\n  concierge audit search --tool get_account_team --outcome refused\n  concierge audit search --unfinished',
    )
    .action(async (flags: SearchFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      const { allLines, auditLine } = await import('@cx-concierge/store')
      const { printLines } = await import('../audit/print-lines.ts')
      const { recordHeading, recordRow } = await import('../audit/record-row.ts')
      await using records = await openAudit(flags.data)
      const found = allLines(records.store, { ...(await queryOf(flags, records)), limit: flags.limit })
      async function* lines(): AsyncGenerator<string> {
        if (!flags.json) yield recordHeading
        for await (const record of found) yield flags.json ? auditLine(record) : recordRow(record)
      }
      const printed = (await printLines(lines())) - (flags.json ? 0 : 1)
      if (printed === flags.limit) complain(`There may be more than ${flags.limit}; ask for more with --limit.`)
    })
}
