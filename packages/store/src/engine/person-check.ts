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
  load(records: readonly (Raw | undefined)[]): Promise<void>
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
    async load(records) {
      known.turnPage()
      for (const record of records) {
        // before there were kinds, records named people themselves
        if (record?.['kind'] === undefined) continue
        for (const field of personFields) {
          const pseudonym = record[field]
          if (typeof pseudonym === 'string') known.want(pseudonym)
        }
      }
      await known.load()
    },
    isRight(record) {
      if (record['kind'] === undefined) return true
      for (const field of personFields) {
        const pseudonym = record[field]
        if (typeof pseudonym === 'string' && known.get(pseudonym) !== true) return false
      }
      return true
    },
  }
}

function isWhole({ pseudonym, identifier, salt, month, forgotten }: Tables['persons'], isSigned: IsSigned): boolean {
  if (forgotten !== null) return identifier === null && salt === null && isSigned('forgotten', forgottenPerson(pseudonym, month), forgotten)
  return identifier !== null && salt !== null && pseudonymOf(salt, month, identifier) === pseudonym
}
