/** Columns that repeat what is searched for in a record; text that is JSON can hold what PostgreSQL's JSON cannot. */
export const copies = [
  ['subject', 'subject'],
  ['account_id', 'account_id'],
  ['email', 'email'],
  ['call_id', 'id'],
  ['outcome', 'outcome'],
] as const
