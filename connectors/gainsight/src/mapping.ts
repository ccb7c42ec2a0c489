import { isWanted, type AccountRecord, type PersonRecord, type RoleHolder, type Wanted } from '@cx-concierge/connector-kit'
import { csmEmailPath } from './fields.ts'
import type { Settings } from './settings.ts'
import { isNo, momentIn, numberIn, textIn } from './values.ts'
import type { Row } from './wire.ts'

/** What one company row says of its account; `undefined` when it names none. What is not wanted, or not there in the tenant, stays absent. */
export function toAccount(row: Row, settings: Settings, wanted: Wanted): AccountRecord | undefined {
  const { company } = settings.fields
  const id = textIn(row[company.account_id])
  if (id === null) return undefined
  const has = (part: string, field: string | null): field is string => field !== null && isWanted(wanted, 'accounts', part)
  return {
    id,
    ...(has('name', company.name) ? { name: textIn(row[company.name]) } : {}),
    ...(has('status', company.status) ? { status: textIn(row[company.status]) } : {}),
    ...(has('arr', company.arr) ? { arr: numberIn(row[company.arr]) } : {}),
    ...(has('country', company.country) ? { country: textIn(row[company.country])?.toUpperCase() ?? null } : {}),
    ...(has('lifecycle', company.lifecycle) ? { lifecycle: textIn(row[company.lifecycle]) } : {}),
    ...(has('healthScore', company.health_score) ? { healthScore: numberIn(row[company.health_score]) } : {}),
    ...(has('healthScore', company.health_score_at) ? { healthScoreAt: momentIn(row[company.health_score_at]) } : {}),
    ...(isWanted(wanted, 'accounts', 'roles.csm') ? { roles: { csm: csmOf(row, settings) } } : {}),
  }
}

function csmOf(row: Row, settings: Settings): RoleHolder[] {
  const id = textIn(row[settings.fields.company.csm])
  if (id === null) return []
  const email = textIn(row[csmEmailPath(settings.fields)])?.toLowerCase()
  return [email === undefined ? { id } : { id, email }]
}

/** What one user row says; `undefined` when it has no id or no e-mail, for nobody can be sent to them. */
export function toPerson(row: Row, { fields: { user } }: Settings, wanted: Wanted): PersonRecord | undefined {
  const id = textIn(row[user.id])
  const email = textIn(row[user.email])?.toLowerCase()
  if (id === null || email === undefined) return undefined
  const has = (part: string, field: string | null): field is string => field !== null && isWanted(wanted, 'people', part)
  return {
    id,
    email,
    ...(has('name', user.name) ? { name: textIn(row[user.name]) } : {}),
    ...(has('title', user.title) ? { title: textIn(row[user.title]) } : {}),
    ...(has('timezone', user.timezone) ? { timezone: textIn(row[user.timezone]) } : {}),
    employment: isNo(row[user.active]) ? 'inactive' : 'active',
  }
}

/** Everybody under their id, and under their e-mail together with everybody who shares it. */
export function peopleByKey(people: readonly PersonRecord[]): Map<string, readonly PersonRecord[]> {
  const byEmail = Map.groupBy(people, (person) => person.email)
  const byId = Map.groupBy(people, (person) => person.id)
  return new Map<string, readonly PersonRecord[]>([...byEmail, ...byId])
}
