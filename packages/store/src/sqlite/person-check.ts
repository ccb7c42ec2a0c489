import type { Kysely } from 'kysely'
import { pseudonymOf } from '../pseudonym.ts'
import type { IsSigned } from '../signing.ts'
import { forgottenPerson } from '../statements.ts'
import { createBoundedMemory } from './bounded-memory.ts'
import { personFields } from './persons-of.ts'
import type { Tables } from './tables.ts'

/** Whether everybody in a record is who they were when it was written, or was lawfully forgotten. */
export type PersonCheck = (record: Readonly<Record<string, unknown>>) => Promise<boolean>

/** A check that looks at each pseudonym once. */
export function createPersonCheck(db: Kysely<Tables>, isSigned: IsSigned): PersonCheck {
  const remember = createBoundedMemory<boolean>()
  const look = async (pseudonym: string): Promise<boolean> => {
    const row = await db.selectFrom('persons').selectAll().where('pseudonym', '=', pseudonym).executeTakeFirst()
    if (row === undefined) return false
    const { identifier, salt, month, forgotten } = row
    if (forgotten !== null)
      return identifier === null && salt === null && isSigned('forgotten', forgottenPerson(pseudonym, month), forgotten)
    return identifier !== null && salt !== null && pseudonymOf(salt, month, identifier) === pseudonym
  }
  return async (record) => {
    // before there were kinds, records named people themselves
    if (record['kind'] === undefined) return true
    for (const field of personFields) {
      const pseudonym = record[field]
      if (typeof pseudonym !== 'string') continue
      if (!(remember.get(pseudonym) ?? remember.keep(pseudonym, await look(pseudonym)))) return false
    }
    return true
  }
}
