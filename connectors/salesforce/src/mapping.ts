import { isWanted, type AccountRecord, type PersonRecord, type RoleHolder, type Wanted } from '@cx-concierge/connector-kit'
import { recordId } from './account-id.ts'
import type { Settings } from './settings.ts'
import type { AccountRow, TeamMemberRow, UserRow } from './wire.ts'

type AccountFields = Settings['fields']['account']

/** The members of some account teams, by account id. */
export type Teams = ReadonlyMap<string, readonly TeamMemberRow[]>

/** Sorts team members by their account. */
export function groupTeams(rows: readonly TeamMemberRow[]): Teams {
  return Map.groupBy(rows, (row) => fullId(row.AccountId))
}

/** An account in the gateway's words, with what is wanted of it. `teams` is `null` when teams could not be read: then nobody may be called unassigned. */
export function toAccount(row: AccountRow, teams: Teams | null, fields: AccountFields, wanted: Wanted): AccountRecord {
  const has = (part: string, field: string | null = part): field is string => field !== null && isWanted(wanted, 'accounts', part)
  const hasRoles = wanted.accounts?.some((part) => part.startsWith('roles.')) === true
  return {
    id: fullId(row.Id),
    ...(has('name') ? { name: text(row[fields.name]) } : {}),
    ...(has('status', fields.status) ? { status: text(row[fields.status]) } : {}),
    ...(has('segment', fields.segment) ? { segment: text(row[fields.segment]) } : {}),
    ...(has('arr', fields.arr) ? { arr: amount(row[fields.arr]) } : {}),
    ...(has('country', fields.country) ? country(row[fields.country]) : {}),
    ...(has('tags', fields.tags) ? { tags: picklist(row[fields.tags]) } : {}),
    ...(has('parentId') ? { parentId: idOrNull(row.ParentId) } : {}),
    mergedInto: idOrNull(row.MasterRecordId),
    deleted: row.IsDeleted === true,
    ...(hasRoles ? { roles: teams === null ? null : roles(row, teams.get(fullId(row.Id)) ?? []) } : {}),
  }
}

/** A colleague in the gateway's words, with what is wanted of them; `undefined` for a user without an address. */
export function toPerson(row: UserRow, frozen: ReadonlySet<string>, wanted: Wanted): PersonRecord | undefined {
  const email = text(row.Email)?.toLowerCase()
  if (email === undefined) return undefined
  const id = fullId(row.Id)
  return {
    id,
    email,
    ...(isWanted(wanted, 'people', 'name') ? { name: text(row.Name) } : {}),
    ...(isWanted(wanted, 'people', 'title') ? { title: text(row.Title) } : {}),
    ...(isWanted(wanted, 'people', 'timezone') ? { timezone: text(row.TimeZoneSidKey) } : {}),
    employment: row.IsActive === false ? 'inactive' : frozen.has(id) ? 'frozen' : 'active',
  }
}

/** The 18-character form of an id Salesforce sent. */
export function fullId(id: string): string {
  return recordId(id) ?? id
}

function roles(row: AccountRow, members: readonly TeamMemberRow[]): Record<string, RoleHolder[]> {
  const found: Record<string, RoleHolder[]> = {}
  if (typeof row.OwnerId === 'string') found['owner'] = [holder(row.OwnerId, row.Owner?.Email, undefined)]
  for (const member of members) {
    const label = text(member.TeamMemberRole)
    if (label === null) continue
    const word = `team.${label}`
    found[word] = [...(found[word] ?? []), holder(member.UserId, member.User?.Email, member.CreatedDate)]
  }
  return found
}

function holder(userId: string, userEmail: string | null | undefined, createdDate: string | null | undefined): RoleHolder {
  const email = text(userEmail)?.toLowerCase()
  const since = moment(createdDate)
  return { id: fullId(userId), ...(email === undefined ? {} : { email }), ...(since === undefined ? {} : { since }) }
}

/** Salesforce writes `2026-10-20T09:15:30.000+0000`, an offset that not every reader of ISO 8601 takes. */
function moment(value: string | null | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  const epochMs = Date.parse(value)
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString()
}

function text(value: unknown): string | null {
  const trimmed = typeof value === 'string' ? value.trim() : ''
  return trimmed === '' ? null : trimmed
}

function amount(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A field that holds a country's name instead of its code says nothing we can use, which is not the same as being empty. */
function country(value: unknown): { country?: string | null } {
  const code = text(value)
  if (code === null) return { country: null }
  return /^[A-Za-z]{2}$/.test(code) ? { country: code.toUpperCase() } : {}
}

/** A multi-select picklist travels as one text, its values joined by semicolons. */
function picklist(value: unknown): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : typeof value === 'string' ? value.split(';') : []
  return list.map(text).filter((tag) => tag !== null)
}

function idOrNull(id: string | null | undefined): string | null {
  return typeof id === 'string' && id !== '' ? fullId(id) : null
}
