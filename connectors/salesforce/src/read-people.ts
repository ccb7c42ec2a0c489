import type { KeyedLookup, PersonRecord } from '@cx-concierge/connector-kit'
import { recordId, idsOf } from './account-id.ts'
import type { Backend } from './backend.ts'
import { fullId, toPerson } from './mapping.ts'
import { rowsOf, type QueryOutcome } from './run-queries.ts'
import { anyOf, names, soql } from './soql.ts'
import { isNotReadable } from './vendor-error.ts'
import { frozenRow, userRow } from './wire.ts'

const longestEmail = 254

/** Users by id or e-mail, with whether they were deactivated or frozen, in one request. */
export function createReadPeople(backend: Backend): KeyedLookup<readonly PersonRecord[]> {
  const { wanted } = backend.host
  const selected = backend.fields('people', 'User')
  const ofLogins = backend.fields('people', 'UserLogin')

  function frozenIds(outcome: QueryOutcome | undefined): Set<string> {
    if (outcome !== undefined && 'error' in outcome && isNotReadable(outcome.error)) {
      backend.logOnce('salesforce.frozen_users_not_readable')
      return new Set()
    }
    return new Set(rowsOf(outcome, frozenRow).map((row) => fullId(row.UserId)))
  }

  return async (keys, call) => {
    const ids = idsOf(keys, '005')
    const emails = [...new Set(keys.filter((key) => key.includes('@') && key.length <= longestEmail))]
    const conditions = [...(ids.length > 0 ? [soql`Id IN ${ids}`] : []), ...(emails.length > 0 ? [soql`Email IN ${emails}`] : [])]
    if (conditions.length === 0) return new Map()
    const users = soql`SELECT ${names(selected)} FROM User WHERE ${anyOf(conditions)}`
    const frozenUsers = soql`SELECT ${names(ofLogins)} FROM UserLogin WHERE IsFrozen = true`
    return backend.ask(call, [{ soql: users }, { soql: frozenUsers }], ([found, frozen]) => {
      const gone = frozenIds(frozen)
      const people = rowsOf(found, userRow)
        .map((row) => toPerson(row, gone, wanted))
        .filter((person) => person !== undefined)
      return byKey(keys, people)
    })
  }
}

/** Under every id that was seen, and under the e-mails that were asked for: of others we may not have seen every record. */
function byKey(keys: readonly string[], people: readonly PersonRecord[]): Map<string, readonly PersonRecord[] | undefined> {
  const found = new Map<string, readonly PersonRecord[] | undefined>(people.map((person) => [person.id, [person]]))
  const byEmail = Map.groupBy(people, (person) => person.email)
  for (const key of keys) found.set(key, key.includes('@') ? byEmail.get(key.toLowerCase()) : found.get(recordId(key) ?? key))
  return found
}
