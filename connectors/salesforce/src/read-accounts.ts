import { isWanted, type AccountRecord, type KeyedLookup, type Wanted } from '@cx-concierge/connector-kit'
import { recordId, idsOf } from './account-id.ts'
import { accountsQuery, mostLevels, parentTeamsQuery, teamsQuery, type TeamReading } from './account-queries.ts'
import type { Backend } from './backend.ts'
import { groupTeams, toAccount, type Teams } from './mapping.ts'
import { rowsOf, type QueryOutcome } from './run-queries.ts'
import { isMissing } from './vendor-error.ts'
import { accountRow, teamMemberRow, type AccountRow } from './wire.ts'

const teamRole = 'roles.team.'

type Accounts = Map<string, AccountRecord | undefined>

/**
 * Accounts by id, deleted and merged ones too, in one request. What is learned of the accounts above them comes along as
 * far as it is complete: the direct parent with its team or, where there are no account teams, five levels. An account
 * further up whose team was not read is left out, since leaving its team empty would call people unassigned.
 */
export function createReadAccounts(backend: Backend): KeyedLookup<AccountRecord> {
  const { wanted } = backend.host
  const names = backend.settings.fields.account
  const fields = backend.fields('accounts', 'Account')
  const team: TeamReading = { fields: backend.fields('accounts', 'AccountTeamMember'), labels: teamLabels(wanted) }
  const asksAbove = isWanted(wanted, 'accounts', 'parentId')
  let hasTeams = team.fields.length > 0

  function readTeams(outcome: QueryOutcome | undefined): Teams | null {
    if (outcome === undefined) return new Map()
    if (!('error' in outcome)) return groupTeams(rowsOf(outcome, teamMemberRow))
    if (!isMissing(outcome.error)) {
      backend.host.log('salesforce.account_teams_failed', { code: outcome.error.errorCode })
      return null
    }
    hasTeams = false
    backend.logOnce('salesforce.no_account_teams')
    return new Map()
  }

  function collect(keys: readonly string[], rows: readonly AccountRow[], teams: Teams | null, teamsAbove: Teams | null): Accounts {
    const accounts: Accounts = new Map()
    for (const row of rows) {
      const account = toAccount(row, teams, names, wanted)
      accounts.set(account.id, account)
    }
    if (teams !== null && teamsAbove !== null) {
      // the team of the account above a deleted one is not found through it
      for (const row of rows) if (row.IsDeleted !== true) addAbove(accounts, row, teamsAbove)
    }
    for (const key of keys) accounts.set(key, accounts.get(recordId(key) ?? key))
    return accounts
  }

  function addAbove(accounts: Accounts, row: AccountRow, teams: Teams): void {
    for (let above = row.Parent; above !== null && above !== undefined; above = above.Parent) {
      const account = toAccount(above, teams, names, wanted)
      if (!accounts.has(account.id)) accounts.set(account.id, account)
    }
  }

  return async (keys, call) => {
    const ids = idsOf(keys, '001')
    if (ids.length === 0) return new Map()
    const askTeams = hasTeams
    const levels = asksAbove ? (askTeams ? 1 : mostLevels) : 0
    const accounts = { soql: accountsQuery(ids, levels, fields), withDeleted: true }
    const teams = askTeams
      ? [teamsQuery(ids, team), ...(asksAbove ? [parentTeamsQuery(ids, team)] : [])].map((query) => ({ soql: query }))
      : []
    return backend.ask(call, [accounts, ...teams], ([found, own, above]) =>
      collect(keys, rowsOf(found, accountRow), readTeams(own), readTeams(above)),
    )
  }
}

/** The labels of wanted team members; none when members of any label are. */
function teamLabels(wanted: Wanted): string[] {
  const labels = (wanted.accounts ?? []).filter((part) => part.startsWith(teamRole)).map((part) => part.slice(teamRole.length))
  return labels.includes('*') ? [] : labels
}
