import { audiences, type Audience, type Caller } from '@cx-concierge/contract'
import { Option, type Command } from 'commander'
import { gridPicture, rightsPicture, scopesPicture } from '../access/access-picture.ts'
import { grid, rightsOf } from '../access/tool-rights.ts'
import { faultLines } from '../fault-lines.ts'
import { complain, say, usesColours } from '../terminal.ts'

interface AccessFlags {
  readonly as?: Audience
  readonly scopes: string
  readonly accounts?: string
  readonly regions?: string
  readonly json?: boolean
}

/** `concierge access` */
export function addAccess(program: Command): void {
  program
    .command('access')
    .description('Print who may use which tool, about whom: the whole table of access.yaml, or what it means for one caller.')
    .argument('[folder]', 'the four configuration files', 'config')
    .addOption(new Option('--as <kind>', 'the kind of caller, as the token’s cx_audience says').choices(audiences))
    .option('--scopes <scopes>', 'what the token carries, separated by spaces', '')
    .option('--accounts <ids>', 'the accounts the token names, separated by commas')
    .option('--regions <names>', 'the regions the token is limited to, separated by commas')
    .option('--json', 'print for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  concierge access\n  concierge access --as service --scopes "cx.route cx.team.read"\n  concierge access --as customer --scopes cx.route --accounts 001NwAcmeRobot1IRA',
    )
    .action(async (folder: string, flags: AccessFlags) => {
      const { loadConfig } = await import('@cx-concierge/gateway')
      const { config, faults } = await loadConfig(folder, { now: Date.now(), missingSecrets: 'warning' })
      if (!config) {
        for (const line of faultLines(faults, usesColours())) complain(line)
        process.exitCode = 1
        return
      }
      const { access } = config.policy
      const strangers = scopesIn(flags.scopes).filter((scope) => !(scope in config.access.scopes))
      if (strangers.length > 0)
        complain(`access.yaml knows no scope ${strangers.join(', ')}; it knows ${Object.keys(config.access.scopes).join(', ')}`)
      const table = flags.as === undefined ? grid(access) : rightsOf(access, callerOf(flags.as, flags))
      if (flags.json) say(JSON.stringify(table, null, 2))
      else if (flags.as === undefined)
        say(`${gridPicture(grid(access), usesColours())}\n\n${scopesPicture(config.access.scopes, usesColours())}`)
      else say(rightsPicture(rightsOf(access, callerOf(flags.as, flags)), usesColours()))
    })
}

/** A caller whose token says just this. */
const callerOf = (audience: Audience, { scopes, accounts, regions }: AccessFlags): Caller => ({
  issuer: 'an issuer of access.yaml',
  subject: 'somebody',
  client: 'some-client',
  audience,
  scopes: new Set(scopesIn(scopes)),
  emailVerified: false,
  customerVerified: false,
  ...(accounts === undefined ? {} : { accountIds: listOf(accounts) }),
  ...(regions === undefined ? {} : { regions: listOf(regions) }),
})

const scopesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
