import { escapeInvisible } from '../audit-line.ts'
import type { Row } from './row.ts'
import type { Line } from './line.ts'

/** Under which pseudonyms the persons of a call stand. */
export interface Who {
  readonly subject: string | undefined
  readonly customer: string | undefined
  readonly accountId: string | undefined
  readonly email: string | undefined
}

/** What an engine knows when it writes a row, inside a transaction. */
export interface Books {
  readonly persons: {
    /** The person's in the month of this moment; a new one when they have none yet. */
    pseudonym(identifier: string, at: number): string
    /** Whether they have one already. */
    isKnown(identifier: string, at: number): boolean
  }
  /** The name of a body, by its digest. */
  readonly nameOfBody: (digest: string) => string
  readonly calls: {
    /** Under whom a call that ends now has begun; `isNamed` says whether whom it turned out to be about has a name now. */
    endOf(callId: string, isNamed: () => boolean): (Omit<Who, 'customer'> & { readonly forgotten: boolean }) | undefined
  }
}

/** A row as a line. */
export interface RowAsLine {
  readonly line: Line
  readonly who: Who
  /** Of a call in two lines. */
  readonly callId: string | null
}

/** The line of a row: pseudonyms instead of the persons in it, a salted name instead of its decision's body. */
export function lineOfRow(row: Row, { persons, nameOfBody, calls }: Books): RowAsLine {
  const [kind, at, tool, decisionId, json, configChange, digest, subject, customer, accountId, email, callId] = row
  const isNamed = (): boolean => customer === null || persons.isKnown(customer, at)
  const begun = kind === 'end' && callId !== null ? calls.endOf(callId, isNamed) : undefined
  const person = (began: string | undefined, prefix: string, name: string | null): string | undefined =>
    name === null ? undefined : (began ?? persons.pseudonym(`${prefix}${name}`, at))
  const who = {
    subject: person(begun?.subject, 'subject:', subject),
    // whoever was forgotten while the call was under way is not entered anew by its end
    customer: begun?.forgotten ? undefined : person(undefined, '', customer),
    accountId: person(begun?.accountId, 'account:', accountId),
    email: person(begun?.email, 'email:', email),
  }
  const people =
    field('subject', who.subject) + field('customer', who.customer) + field('account_id', who.accountId) + field('email', who.email)
  const record = `${escapeInvisible(json).slice(0, -1)},"kind":"${kind}"${people}}`
  const bodySha256 = digest === null || begun?.forgotten ? null : nameOfBody(digest)
  return { line: { kind, at, tool, customer: who.customer ?? null, decisionId, record, configChange, bodySha256 }, who, callId }
}

const field = (name: string, pseudonym: string | undefined): string => (pseudonym === undefined ? '' : `,"${name}":"${pseudonym}"`)
