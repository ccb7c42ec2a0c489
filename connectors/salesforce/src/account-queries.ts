import { names, soql, type Soql } from './soql.ts'
import type { Settings } from './settings.ts'

/** Salesforce, SOQL and SOSL Reference: a path from child to parent has at most five steps. */
const longestPath = 5

/** How far up the account hierarchy one row may look. */
export const mostLevels = longestPath

/** The accounts, deleted ones too when asked through `queryAll`, each with `levels` of the accounts above it. */
export function accountsQuery(ids: readonly string[], levels: number, settings: Settings): Soql {
  return soql`SELECT ${accountFields(levels, settings)} FROM Account WHERE Id IN ${ids}`
}

/** One row with every field this connector asks for: fails when a field of the settings does not exist. */
export function anyAccountQuery(settings: Settings): Soql {
  return soql`SELECT ${accountFields(1, settings)} FROM Account LIMIT 1`
}

const teamFields = names(['AccountId', 'UserId', 'TeamMemberRole', 'CreatedDate', 'User.Email'])

/** The teams of these accounts. */
export function teamsQuery(ids: readonly string[]): Soql {
  return soql`SELECT ${teamFields} FROM AccountTeamMember WHERE AccountId IN ${ids}`
}

/** The teams of the accounts directly above these. A semi-join may neither be nested nor follow a path, so one level it is. */
export function parentTeamsQuery(ids: readonly string[]): Soql {
  return soql`SELECT ${teamFields} FROM AccountTeamMember WHERE AccountId IN (SELECT ParentId FROM Account WHERE Id IN ${ids})`
}

function accountFields(levels: number, settings: Settings): Soql {
  const { name, status, segment, arr, tags, country } = settings.fields.account
  const own = [name, status, segment, arr, tags, country].filter((field) => field !== null)
  const plain = new Set(['Id', ...own, 'OwnerId', 'ParentId', 'IsDeleted', 'MasterRecordId'])
  const fields: string[] = []
  for (let level = 0; level <= levels; level += 1) {
    const path = 'Parent.'.repeat(level)
    for (const field of plain) fields.push(path + field)
    // the owner's address is one step more; it saves a look-up where it can be had
    if (level < longestPath) fields.push(`${path}Owner.Email`)
  }
  return names(fields)
}
