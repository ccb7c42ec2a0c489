import type { SalesforceData, StoredRecord } from './objects.ts'

/**
 * What a user may see, by the strictest of the usual sharing settings: accounts they own or that are shared with them
 * (AccountShare), and what belongs to those. For them, nothing else exists. Somebody who is no user sees no account.
 */
export function visibleTo(email: string, data: SalesforceData): SalesforceData {
  const users = entries(data['User']).filter(([, user]) => text(user['Email']).toLowerCase() === email.toLowerCase())
  const own = new Set(users.map(([id, user]) => short(user['Id'] ?? id)))
  const shared = entries(data['AccountShare']).filter(([, share]) => own.has(short(share['UserOrGroupId'])))
  const opened = new Set(shared.map(([, share]) => short(share['AccountId'])))
  const accounts = entries(data['Account']).filter(([id, account]) => {
    return own.has(short(account['OwnerId'])) || opened.has(short(account['Id'] ?? id))
  })
  const seen = new Set(accounts.map(([id, account]) => short(account['Id'] ?? id)))
  const below = (object: string): Record<string, StoredRecord> =>
    Object.fromEntries(entries(data[object]).filter(([, record]) => seen.has(short(record['AccountId']))))
  return {
    ...data,
    Account: Object.fromEntries(accounts),
    Contact: below('Contact'),
    AccountTeamMember: below('AccountTeamMember'),
  }
}

function entries(stored: unknown): [string, StoredRecord][] {
  return typeof stored === 'object' && stored !== null ? Object.entries(stored as Record<string, StoredRecord>) : []
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Ids are the same when their first 15 characters are. */
const short = (id: unknown): string => text(id).slice(0, 15)
