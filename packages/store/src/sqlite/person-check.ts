import type { Kysely } from 'kysely'
import { pseudonymOf } from '../pseudonym.ts'
import type { IsSigned } from '../signing.ts'
import { forgottenPerson } from '../statements.ts'
import { personFields } from './persons-of.ts'
import { createRemembered } from './remembered.ts'
import type { Tables } from './tables.ts'

type Raw = Readonly<Record<string, unknown>>

/** Whether everybody in a record is who they were when it was written, or was lawfully forgotten. */
export interface PersonCheck {
  /** Reads everybody in these records, each once. */
  load(records: readonly Raw[]): Promise<void>
  /** Of a loaded record. */
  isRight(record: Raw): boolean
}

/** A check that looks at each pseudonym once. */
export function createPersonCheck(db: Kysely<Tables>, isSigned: IsSigned): PersonCheck {
  const known = createRemembered(async (pseudonyms) => {
    const rows = await db.selectFrom('persons').selectAll().where('pseudonym', 'in', pseudonyms).execute()
    return rows.map((row) => [row.pseudonym, isWhole(row, isSigned)] as const)
  })
  return {
    load: (records) => known.load(records.flatMap(pseudonymsIn)),
    isRight: (record) => pseudonymsIn(record).every((pseudonym) => known.get(pseudonym) === true),
  }
}

function isWhole({ pseudonym, identifier, salt, month, forgotten }: Tables['persons'], isSigned: IsSigned): boolean {
  if (forgotten !== null) return identifier === null && salt === null && isSigned('forgotten', forgottenPerson(pseudonym, month), forgotten)
  return identifier !== null && salt !== null && pseudonymOf(salt, month, identifier) === pseudonym
}

function pseudonymsIn(record: Raw): string[] {
  // before there were kinds, records named people themselves
  if (record['kind'] === undefined) return []
  return personFields.map((field) => record[field]).filter((value) => typeof value === 'string')
}
