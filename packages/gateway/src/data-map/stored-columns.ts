import type { Tables } from '@cx-concierge/store'
import type { About } from './about.ts'

// a table or column that is added to the store and not to this list does not compile

/** Every column of the file of records: what is in it, and whom it is about. */
export const storedColumns: {
  readonly [Table in keyof Tables]: { readonly [Column in keyof Tables[Table]]: readonly [what: string, about: About] }
} = {
  audits: {
    seq: ['number of the line', 'company'],
    at: ['moment of the call', 'caller'],
    tool: ['tool', 'company'],
    customer: ['pseudonym of whom it was about', 'customer'],
    decision_id: ['which decision it came to', 'company'],
    record: ['the line itself: its parts are listed under their kind', 'customer'],
    config_change: ['configuration in force: its change, and who approved it', 'colleague'],
    body_sha256: ['salted hash of the decision', 'company'],
    link: ['hash over this line and all before it', 'company'],
    kind: ['kind of line', 'company'],
  },
  bodies: {
    sha256: ['salted hash, by which lines name it', 'company'],
    body: ['the decision: its parts are listed under decision', 'colleague'],
    forgotten: ['signature that it was forgotten', 'company'],
    salt: ['salt; gone with what it said', 'company'],
    digest: ['hash by which an equal one is found; gone with what it said', 'colleague'],
  },
  persons: {
    pseudonym: ['pseudonym for one calendar month', 'customer'],
    identifier: ['name: account, keyed hash of an address, or subject of a token; gone once forgotten', 'customer'],
    month: ['calendar month', 'customer'],
    salt: ['salt; gone once forgotten', 'company'],
    forgotten: ['signature that they were forgotten', 'company'],
  },
  chain_start: {
    seq: ['up to which line the beginning was cut off', 'company'],
    link: ['link of that line', 'company'],
    at: ['moment', 'company'],
    signature: ['signature', 'company'],
  },
  redirects: {
    from_account: ['an account that was merged away', 'company'],
    to_account: ['the account it went into', 'company'],
    signature: ['signature', 'company'],
  },
  key_marks: {
    name: ['name of a key file', 'company'],
    mark: ['by which the key is known again; does not give it away', 'company'],
  },
}
