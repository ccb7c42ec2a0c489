import { audiences, type Audience } from '@cx-concierge/contract'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { configuredKeyFile } from '../configured-key-file.ts'
import { complain, say } from '../terminal.ts'

interface NewFlags {
  readonly config: string
  readonly subject: string
  readonly client: string
  readonly audience: Audience
  readonly scopes: readonly string[]
  readonly accounts?: readonly string[]
  readonly customerVerified?: boolean
  readonly expires?: string
}

interface Flags {
  readonly config: string
  readonly json?: boolean
}

/** `concierge key new`, `key list` and `key revoke` */
export function addKey(program: Command): void {
  const key = program.command('key').description('Make, list and withdraw API keys, for agents that have no authorization server.')
  const configuration = (): Option =>
    new Option('--config <folder>', 'the configuration whose access.yaml names the file of keys').default('config')

  key
    .command('new')
    .description('Make a key and print it, this once.')
    .addOption(configuration())
    .requiredOption('--subject <name>', 'whom the agent acts for, as records show it')
    .requiredOption('--client <name>', 'the agent, as records show it')
    .addOption(new Option('--audience <class>', 'whose agent it is').choices(audiences).makeOptionMandatory())
    .requiredOption('--scopes <list>', 'what it may do, such as "cx.route cx.team.read"', words)
    .option('--accounts <list>', 'the only accounts it may ask about', words)
    .option('--customer-verified', 'believe the customer addresses it passes')
    .option('--expires <moment>', 'when it ends, such as 2027-06-30 or 2027-06-30T12:00:00Z; never when not given', moment)
    .addHelpText(
      'after',
      '\nExample:\n  concierge key new --subject helpdesk --client helpdesk-agent --audience service --scopes "cx.route cx.route.any" --expires 2027-06-30',
    )
    .action(async ({ config, customerVerified = false, ...flags }: NewFlags) => {
      const { changeKeyFile, createKey } = await import('@cx-concierge/gateway')
      const file = await configuredKeyFile(config)
      const { text, record } = await createKey({ ...flags, customer_verified: customerVerified }, Date.now())
      await changeKeyFile(file, (keys) => [...keys, record])
      say(text)
      complain(`Key ${record.id} is in force within five seconds. It is shown this once: only a hash of it is kept in ${file}.`)
    })

  key
    .command('list')
    .description('Show whose keys there are and what they may do.')
    .addOption(configuration())
    .option('--json', 'print them for machines')
    .action(async ({ config, json }: Flags) => {
      const { readKeyFile } = await import('@cx-concierge/gateway')
      const keys = readKeyFile(await configuredKeyFile(config)).map(({ secret: _secret, ...shown }) => shown)
      if (json) say(JSON.stringify(keys, null, 2))
      else for (const one of keys) say(line(one))
    })

  key
    .command('revoke')
    .description('Withdraw a key; it stops working within five seconds.')
    .argument('<id>', 'the twelve digits after cxk_')
    .addOption(configuration())
    .action(async (id: string, { config }: Flags) => {
      const { changeKeyFile } = await import('@cx-concierge/gateway')
      await changeKeyFile(await configuredKeyFile(config), (keys) => {
        if (!keys.some((one) => one.id === id)) throw new InvalidArgumentError(`There is no key ${id}.`)
        return keys.filter((one) => one.id !== id)
      })
      say(`Key ${id} is withdrawn.`)
    })
}

type Listed = Pick<NewFlags, 'subject' | 'client' | 'audience' | 'scopes'> & {
  readonly id: string
  readonly accounts?: readonly string[] | undefined
  readonly expires?: string | undefined
}

const line = ({ id, subject, client, audience, scopes, accounts, expires }: Listed): string =>
  [id, audience, subject, client, scopes.join(' '), accounts ? `accounts ${accounts.join(' ')}` : 'any account', expires ?? 'no end'].join(
    '  ',
  )

function words(text: string): readonly string[] {
  const found = text.split(/[\s,]+/).filter(Boolean)
  if (found.length === 0) throw new InvalidArgumentError('name at least one')
  return found
}

function moment(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('write it like 2027-06-30 or 2027-06-30T12:00:00Z')
  if (at <= Date.now()) throw new InvalidArgumentError('it is over already')
  return new Date(at).toISOString()
}
