import type { AccountAttribute } from './account.ts'
import type { LookupName } from './answers.ts'

/**
 * The parts of an answer a policy may be able to do without. What is not among them (ids, addresses, merges, whether
 * somebody still works there) belongs to every answer.
 */
interface Parts {
  /** Attributes, and roles by the source's own word: `roles.owner`, `roles.team.CSM`. */
  readonly accounts: AccountAttribute | `roles.${string}`
  readonly people: 'name' | 'title' | 'timezone'
  readonly coverage: 'bookingUrl' | 'languages' | 'backupEmail' | 'outOfOffice'
}

/** One part of an answer of that look-up. */
export type Part<Name extends LookupName = LookupName> = Name extends keyof Parts ? Parts[Name] : never

/** The parts that every policy can name. */
export const personParts = ['name', 'title', 'timezone'] as const satisfies readonly Part<'people'>[]

/** See {@link personParts}. */
export const coverageParts = ['bookingUrl', 'languages', 'backupEmail', 'outOfOffice'] as const satisfies readonly Part<'coverage'>[]

/** What a policy can ever need of one backend: the look-ups, each with the parts of its answers. Nothing else may be asked for. */
export type Wanted = { readonly [Name in LookupName]?: readonly Part<Name>[] }

/** One field of the vendor's and what it is read for. */
export interface FieldRead {
  readonly lookup: LookupName
  /** Where it is kept: the vendor's object, a tab. */
  readonly object: string
  /** As it is written in a request. */
  readonly field: string
  /** The part of the answer it serves, such as `arr` (`roles.team.*`: any role of that beginning); or our word for it, such as `id`. */
  readonly word: string
  /** Read whenever the look-up is: it is no part an answer can do without. */
  readonly always?: true
}

/** Whether a part of an answer is wanted. */
export function isWanted(wanted: Wanted, lookup: LookupName, word: string): boolean {
  const parts: readonly string[] = wanted[lookup] ?? []
  return parts.some((part) => part === word || (word.endsWith('*') && part.startsWith(word.slice(0, -1))))
}

/** The fields that have to be read for what is wanted, in the order given. */
export function fieldsFor(reads: readonly FieldRead[], wanted: Wanted): readonly FieldRead[] {
  return reads.filter(({ lookup, word, always }) => wanted[lookup] !== undefined && (always === true || isWanted(wanted, lookup, word)))
}
