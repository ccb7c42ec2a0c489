import type { Steps } from './steps.ts'

/** Parts of a record that are searched for. */
export type Field = 'id' | 'outcome' | 'subject' | 'account_id' | 'email' | 'input.account_id' | 'input.email'

/** How an engine says what engines say in different words, and what they do in different ways. */
export interface Words {
  /** A part of a line's record. */
  field(name: Field): string
  /** Whether one text holds another. */
  contains(text: string, part: string): string
  /** Columns that repeat more of the record than all engines do. */
  readonly copies: readonly string[]
  readonly named: StillNamed
}

/** Who is still named in lines that a sweep went through. */
export interface StillNamed {
  /** A sweep begins. */
  clear(): Steps<void>
  /** Everybody in these lines is named. */
  note(after: number, through: number): Steps<void>
  /** Drops the persons of months before this one who are not. Every line that may name them has to be noted before. */
  dropOthers(month: string): Steps<void>
}
