import { Option, type Command } from 'commander'
import { addFilters, queryOf, type AuditFilters } from './audit-filters.ts'

interface ExportFlags extends AuditFilters {
  readonly format: 'jsonl' | 'otlp'
}

/** `concierge audit export` */
export function addAuditExport(audit: Command): void {
  addFilters(audit.command('export').description('Print all records, oldest first, one per line, for another system to keep.'))
    .addOption(
      new Option('--format <format>', 'jsonl: our own words; otlp: an OpenTelemetry ExportLogsServiceRequest per line')
        .choices(['jsonl', 'otlp'])
        .default('jsonl'),
    )
    .addHelpText(
      'after',
      '\nA person who was forgotten is shown as person:<pseudonym>.\n\nExamples:\n  concierge audit export --from 2026-11-01 --to 2026-12-01 > november.jsonl\n  concierge audit export --format otlp --from 24h',
    )
    .action(async (flags: ExportFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      const { allLines, auditLine } = await import('@cx-concierge/store')
      const { printLines } = await import('../audit/print-lines.ts')
      const { otlpLine } = await import('../audit/otlp.ts')
      await using records = await openAudit(flags.data)
      const query = { ...(await queryOf(flags, records)), oldestFirst: true, limit: Infinity }
      async function* lines(): AsyncGenerator<string> {
        for await (const record of allLines(records.store, query)) yield flags.format === 'otlp' ? otlpLine(record) : auditLine(record)
      }
      await printLines(lines())
    })
}
