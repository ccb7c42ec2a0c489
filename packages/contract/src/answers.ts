import type { AccountId, AccountRecord } from './account.ts'
import type { CoverageRecord, HeadshotRecord, PersonRecord } from './person.ts'

/** Every kind of question a backend can be asked, by name, with the shape of one answer. E-mails and domains are lower case. */
export interface Answers {
  /** By canonical account id. Merged and deleted accounts answer too, and say so. */
  accounts: AccountRecord
  /** By the company's own account number. */
  accountsByNumber: readonly AccountId[]
  /** By a contact's exact e-mail. */
  accountsByContact: readonly AccountId[]
  /** By registrable domain of the account's website. */
  accountsByDomain: readonly AccountId[]
  /** By the source's own person id, or by e-mail (a key with an `@`). One e-mail may have several records. */
  people: readonly PersonRecord[]
  /** By work e-mail. */
  coverage: CoverageRecord
  /** By work e-mail. */
  headshots: HeadshotRecord
}

/** The name of a kind of question. */
export type LookupName = keyof Answers
