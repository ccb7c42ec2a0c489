import { run } from '../engine/steps.ts'
import type { Words } from '../engine/words.ts'
import { copies } from './copies.ts'
import { columnOf } from './reader.ts'

/** PostgreSQL finds who is still named by its indexes, so nothing has to be remembered from turn to turn. No line is from before pseudonyms. */
export const postgresWords: Words = {
  field: (name) => (name.startsWith('input.') ? 'NULL::text' : columnOf(name)),
  contains: (text, part) => `strpos(${text}, ${part}) > 0`,
  copies: copies.map(([column]) => column),
  named: {
    *clear() {},
    *note() {},
    *dropOthers(month) {
      const isNamed = ['subject', 'customer', 'account_id', 'email'].map(
        (column) => `EXISTS (SELECT 1 FROM audits WHERE ${column} = persons.pseudonym)`,
      )
      yield* run(`DELETE FROM persons WHERE month < ?1 AND NOT (${isNamed.join(' OR ')})`, month)
    },
  },
}
