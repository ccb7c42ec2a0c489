import type { AccountId, KeyedLookup } from '@cx-concierge/connector-kit'
import type { Backend } from './backend.ts'
import { gatherIds } from './gather-ids.ts'
import { rowsOf } from './run-queries.ts'
import { names, soql } from './soql.ts'
import { contactRow, foundAccountRow } from './wire.ts'

type Found = KeyedLookup<readonly AccountId[]>

const longestNumber = 255
const longestEmail = 254

/** Accounts by the company's own account number. */
export function createFindByNumber({ settings, fields, ask }: Backend): Found {
  const field = settings.fields.account.number
  const selected = fields('accountsByNumber', 'Account')
  return async (keys, call) => {
    const numbers = [...new Set(keys.filter((key) => key.trim() !== '' && key.length <= longestNumber))]
    if (numbers.length === 0) return new Map()
    const query = { soql: soql`SELECT ${names(selected)} FROM Account WHERE ${names([field])} IN ${numbers}` }
    return ask(call, [query], ([found]) =>
      gatherIds(
        keys,
        rowsOf(found, foundAccountRow).map((row) => [row[field], row.Id]),
        sameCase,
      ),
    )
  }
}

/** Accounts by a contact's exact e-mail; a contact without an account says nothing. */
export function createFindByContact({ fields, ask }: Backend): Found {
  const selected = fields('accountsByContact', 'Contact')
  return async (keys, call) => {
    const emails = [...new Set(keys.filter((key) => key.includes('@') && key.length <= longestEmail))]
    if (emails.length === 0) return new Map()
    const query = { soql: soql`SELECT ${names(selected)} FROM Contact WHERE Email IN ${emails}` }
    return ask(call, [query], ([found]) =>
      gatherIds(
        keys,
        rowsOf(found, contactRow).map((row) => [row.Email, row.AccountId]),
        sameCase,
      ),
    )
  }
}

/** Salesforce compares text without regard to case, and so does this. */
function sameCase(value: string): string {
  return value.trim().toLowerCase()
}
