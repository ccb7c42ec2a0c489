import type { Command } from 'commander'
import { complain, say } from '../terminal.ts'
import { dataOption } from './audit-filters.ts'

interface ForgetFlags {
  readonly data: string
  readonly yes?: boolean
}

/** `concierge audit forget` */
export function addAuditForget(audit: Command): void {
  audit
    .command('forget')
    .description('Forget a customer: afterwards nobody can tell which records are about them. Cannot be undone.')
    .argument('<customer>', 'account id; or an account number or e-mail address, to forget that name alone')
    .addOption(dataOption())
    .option('--yes', 'do it; without this nothing is changed')
    .addHelpText(
      'after',
      '\nForgets also the numbers and addresses by which an account was asked about, and the decisions that only this\ncustomer needed. The records themselves stay, under pseudonyms nobody can resolve, and say that somebody was\nforgotten. Calls wait while the file is rewritten, and are refused when that takes longer than a second.\n\nWhich account was merged into which is company data and stays. Copies and exports made before are yours to delete.\n\nExample:\n  concierge audit forget jane.doe@acme-robotics.example --yes',
    )
    .action(async (customer: string, flags: ForgetFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      await using records = await openAudit(flags.data, { changes: true })
      const name = await records.customer(customer)
      if (!flags.yes) {
        const found = await records.store.lines({ customer: name, limit: 1000 })
        say(`${found.length}${found.length === 1000 ? ' or more' : ''} records are about this customer. Say --yes to forget them for good.`)
        return
      }
      const { pseudonyms, decisions, blanked, wiped } = await records.store.forget(name, Date.now())
      if (pseudonyms === 0 && blanked === 0) say('Nothing is known of this customer.')
      else say(`Forgotten: ${pseudonyms} pseudonyms, ${decisions} decisions${blanked === 0 ? '' : `, ${blanked} old records`}.`)
      if (wiped) return
      complain('Somebody was reading the file, so traces may be left in it. Say it once more.')
      process.exitCode = 1
    })
}
