import { names, soql, type Soql } from './soql.ts'

/** Salesforce, SOQL and SOSL Reference: a path from child to parent has at most five steps. */
const longestPath = 5

/** How far up the account hierarchy one row may look. */
export const mostLevels = longestPath

/** The accounts, deleted ones too when asked through `queryAll`, each with `levels` of the accounts above it. */
export function accountsQuery(ids: readonly string[], levels: number, fields: readonly string[]): Soql {
  return soql`SELECT ${withAbove(fields, levels)} FROM Account WHERE Id IN ${ids}`
}

/** One row with every field this connector asks for: fails when a field of the settings does not exist. */
export function anyAccountQuery(fields: readonly string[]): Soql {
  return soql`SELECT ${names(fields.length === 0 ? ['Id'] : fields)} FROM Account LIMIT 1`
}

/** What is read of account teams: these fields, of members with these labels; of all members when there are none. */
export interface TeamReading {
  readonly fields: readonly string[]
  readonly labels: readonly string[]
}

/** The teams of these accounts. */
export function teamsQuery(ids: readonly string[], team: TeamReading): Soql {
  return soql`SELECT ${names(team.fields)} FROM AccountTeamMember WHERE AccountId IN ${ids}${labelled(team)}`
}

/** The teams of the accounts directly above these. A semi-join may neither be nested nor follow a path, so one level it is. */
export function parentTeamsQuery(ids: readonly string[], team: TeamReading): Soql {
  return soql`SELECT ${names(team.fields)} FROM AccountTeamMember WHERE AccountId IN (SELECT ParentId FROM Account WHERE Id IN ${ids})${labelled(team)}`
}

function labelled({ labels }: TeamReading): Soql {
  return labels.length === 0 ? soql`` : soql` AND TeamMemberRole IN ${labels}`
}

function withAbove(fields: readonly string[], levels: number): Soql {
  const paths: string[] = []
  for (let level = 0; level <= levels; level += 1) {
    for (const field of fields) {
      if (level + field.split('.').length - 1 <= longestPath) paths.push('Parent.'.repeat(level) + field)
    }
  }
  return names([...new Set(paths)])
}
