import type { Command } from 'commander'
import { complain, say } from '../terminal.ts'
import { dataOption } from './audit-filters.ts'

interface ForgetFlags {
  readonly data: string
  readonly subject?: string
  readonly config: string
  readonly yes?: boolean
}

/** `concierge audit forget` */
export function addAuditForget(audit: Command): void {
  audit
    .command('forget')
    .description('Forget a customer, or a caller: afterwards nobody can tell which records are about them. Cannot be undone.')
    .argument('[customer]', 'account id; or an account number or e-mail address, to forget that name alone')
    .addOption(dataOption())
    .option('--config <folder>', 'the configuration files; only their shared_cache.key is read, and only when CACHE_URL is set', 'config')
    .option('--subject <subject>', 'forget a caller instead, by the subject of their tokens')
    .option('--yes', 'do it; without this nothing is changed')
    .addHelpText(
      'after',
      '\nForgets also the numbers and addresses by which an account was asked about, and the decisions that only this\ncustomer needed, also of calls that came to no account. A call that is under way meanwhile keeps no decision. The records themselves stay, under pseudonyms nobody can resolve, and say that somebody was\nforgotten. Calls wait while the file is rewritten, and are refused when that takes longer than a second.\n\nOf records in PostgreSQL, the tables are rewritten; its log of changes, backups and standbys are yours to empty. What waits in\nthe spool of a replica, because the database was away, is taken over later and is not forgotten with the rest.\n\nWhich account was merged into which is company data and stays. Copies and exports made before are yours to delete.\n\nWhen CACHE_URL is set, all replicas are told to forget what they remember of every system; records that they keep in\nfiles are forgotten where they lie. A desk that runs alone forgets what it remembers when it is restarted.\n\nExample:\n  concierge audit forget jane.doe@acme-robotics.example --yes\n  concierge audit forget --subject jane@agents.example --yes',
    )
    .action(async (customer: string | undefined, flags: ForgetFlags) => {
      const { openAudit } = await import('../audit/open-audit.ts')
      const { ConciergeError } = await import('@cx-concierge/contract')
      if ((customer === undefined) === (flags.subject === undefined))
        throw new ConciergeError('INVALID_INPUT', 'Say whom to forget: a customer, or a caller by --subject, and not both.')
      await using records = await openAudit(flags.data, { changes: flags.yes === true })
      const names = customer === undefined ? [`subject:${flags.subject}`] : await records.customer(customer)
      const whom = customer === undefined ? 'caller' : 'customer'
      if (!flags.yes) {
        const found = await records.store.lines({
          ...(customer === undefined ? { subject: flags.subject } : { customer: names }),
          limit: 1000,
        })
        say(
          `${found.length}${found.length === 1000 ? ' or more' : ''} records are ${customer === undefined ? 'of' : 'about'} this ${whom}. Say --yes to forget them for good.`,
        )
        return
      }
      const { pseudonyms, decisions, blanked, wiped } = await records.store.forget(names, Date.now())
      if (pseudonyms === 0 && blanked === 0 && decisions === 0) say(`Nothing is known of this ${whom}.`)
      else say(`Forgotten: ${pseudonyms} pseudonyms, ${decisions} decisions${blanked === 0 ? '' : `, ${blanked} old records`}.`)
      if (!wiped) complain('Somebody was using the records, so traces may be left in them. Say it once more.')
      const told = await tellReplicas(flags.config)
      if (!wiped || !told) process.exitCode = 1
    })
}

/** Whether all replicas know, as far as there are others. */
async function tellReplicas(config: string): Promise<boolean> {
  const url = process.env['CACHE_URL']
  if (!url) return true
  const { configuredSharedKey } = await import('../configured-shared-key.ts')
  const { forgetEverywhere } = await import('@cx-concierge/gateway')
  const replicas = await forgetEverywhere(url, await configuredSharedKey(config))
  if (replicas === undefined)
    complain('The cache that replicas share cannot be reached, so they may remember this customer. Say it once more.')
  else say(`The shared cache and ${replicas} running replica${replicas === 1 ? '' : 's'} forget what they remember.`)
  return replicas !== undefined
}
