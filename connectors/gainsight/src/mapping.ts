import type { AccountRecord, PersonRecord, RoleHolder } from '@cx-concierge/connector-kit'
import type { Settings } from './settings.ts'
import { isNo, momentIn, numberIn, textIn } from './values.ts'
import type { Row } from './wire.ts'

/** The lookup path to the e-mail of a company's customer success manager. */
function csmEmailPath({ fields }: Settings): string {
  return `${fields.company.csm}__gr.${fields.user.email}`
}

/** Everything to select of a company. */
export function companySelect(settings: Settings): string[] {
  return [...namesIn(settings.fields.company), csmEmailPath(settings)]
}

/** Everything to select of a user. */
export function userSelect({ fields }: Settings): string[] {
  return namesIn(fields.user)
}

function namesIn(fields: Readonly<Record<string, string | null>>): string[] {
  return [...new Set(Object.values(fields).filter((name) => name !== null))]
}

/** What one company row says of its account; `undefined` when it names none. Fields the tenant does not have stay absent. */
export function toAccount(row: Row, settings: Settings): AccountRecord | undefined {
  const { company } = settings.fields
  const id = textIn(row[company.account_id])
  if (id === null) return undefined
  return {
    id,
    ...(company.name === null ? {} : { name: textIn(row[company.name]) }),
    ...(company.status === null ? {} : { status: textIn(row[company.status]) }),
    ...(company.arr === null ? {} : { arr: numberIn(row[company.arr]) }),
    ...(company.country === null ? {} : { country: textIn(row[company.country])?.toUpperCase() ?? null }),
    ...(company.lifecycle === null ? {} : { lifecycle: textIn(row[company.lifecycle]) }),
    ...(company.health_score === null ? {} : { healthScore: numberIn(row[company.health_score]) }),
    ...(company.health_score_at === null ? {} : { healthScoreAt: momentIn(row[company.health_score_at]) }),
    roles: { csm: csmOf(row, settings) },
  }
}

function csmOf(row: Row, settings: Settings): RoleHolder[] {
  const id = textIn(row[settings.fields.company.csm])
  if (id === null) return []
  const email = textIn(row[csmEmailPath(settings)])?.toLowerCase()
  return [email === undefined ? { id } : { id, email }]
}

/** What one user row says; `undefined` when it has no id or no e-mail, for nobody can be sent to them. */
export function toPerson(row: Row, { fields: { user } }: Settings): PersonRecord | undefined {
  const id = textIn(row[user.id])
  const email = textIn(row[user.email])?.toLowerCase()
  if (id === null || email === undefined) return undefined
  return {
    id,
    email,
    ...(user.name === null ? {} : { name: textIn(row[user.name]) }),
    ...(user.title === null ? {} : { title: textIn(row[user.title]) }),
    ...(user.timezone === null ? {} : { timezone: textIn(row[user.timezone]) }),
    employment: isNo(row[user.active]) ? 'inactive' : 'active',
  }
}

/** Everybody under their id, and under their e-mail together with everybody who shares it. */
export function peopleByKey(people: readonly PersonRecord[]): Map<string, readonly PersonRecord[]> {
  const byEmail = Map.groupBy(people, (person) => person.email)
  const byId = Map.groupBy(people, (person) => person.id)
  return new Map<string, readonly PersonRecord[]>([...byEmail, ...byId])
}
