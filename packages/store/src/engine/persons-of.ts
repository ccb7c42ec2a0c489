import type { Kysely } from 'kysely'
import type { FoundRecord, RecordKind } from '../records.ts'
import type { Tables } from './tables.ts'

/** Where in a line of the record persons stand, as pseudonyms. */
export const personFields = ['subject', 'customer', 'account_id', 'email'] as const

/** A line as it is read from the table. */
export interface StoredLine {
  readonly seq: number
  readonly kind: RecordKind | null
  readonly record: string
}

type Raw = Readonly<Record<string, unknown>>

/** Stored lines as they were given: with the names of the people in them, as far as they are not forgotten. */
export async function withPersons(db: Kysely<Tables>, lines: readonly StoredLine[]): Promise<FoundRecord[]> {
  const parsed = lines.map(({ seq, kind, record }) => ({ seq, kind, raw: JSON.parse(record) as Raw }))
  const names = await namesOf(
    db,
    parsed.flatMap(({ kind, raw }) => (kind === null ? [] : personFields.map((field) => raw[field]))),
  )
  return parsed.map(({ seq, kind, raw }) =>
    kind === null ? { ...(raw as unknown as FoundRecord), seq, kind: 'call' } : named(seq, raw, names),
  )
}

async function namesOf(db: Kysely<Tables>, values: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
  const pseudonyms = [...new Set(values.filter((value) => typeof value === 'string'))]
  if (pseudonyms.length === 0) return new Map()
  const rows = await db.selectFrom('persons').select(['pseudonym', 'identifier']).where('pseudonym', 'in', pseudonyms).execute()
  return new Map(rows.flatMap(({ pseudonym, identifier }) => (identifier === null ? [] : [[pseudonym, JSON.parse(identifier) as string]])))
}

function named(seq: number, raw: Raw, names: ReadonlyMap<string, string>): FoundRecord {
  const { subject, customer, account_id: accountId, email, ...rest } = raw
  const name = (pseudonym: unknown): string => names.get(String(pseudonym)) ?? `person:${String(pseudonym)}`
  // `account:` and the like say what kind of name it is; where the place says so already, it is left out
  const bare = (pseudonym: unknown): string => {
    const found = names.get(String(pseudonym))
    return found === undefined ? `person:${String(pseudonym)}` : found.slice(found.indexOf(':') + 1)
  }
  const asked = {
    ...(accountId === undefined ? {} : { account_id: bare(accountId) }),
    ...(email === undefined ? {} : { email: bare(email) }),
  }
  return {
    ...(rest as unknown as FoundRecord),
    seq,
    ...(subject === undefined ? {} : { subject: bare(subject) }),
    ...(customer === undefined ? {} : { customer: name(customer) }),
    ...(rest['input'] === undefined ? {} : { input: { ...(rest['input'] as Record<string, string>), ...asked } }),
  }
}
