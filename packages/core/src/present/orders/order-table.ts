import { isPlainAscii } from '../plain-ascii.ts'

/** Whether a word is meant. */
type Meant = (word: string) => boolean

/** An order as a row of words: one that begins it, then one of each further kind within so many words. */
export interface Order {
  readonly first: Meant
  readonly next: readonly { readonly within: number; readonly meant: Meant }[]
  /** Only at the beginning of a sentence, or after a word of courtesy. */
  readonly opens: boolean
  /** Not where a hyphen makes one word of its first two. */
  readonly unbound: boolean
  /** The first two letters with which it can begin. */
  readonly keys: readonly string[]
}

/** The orders of a language, and the words its rows name. */
export interface OrderTable {
  /** Words and beginnings of words (`regel*`), by name; one may name others before it: `{rules}`. */
  readonly sets: Readonly<Record<string, string>>
  /** Orders wherever they stand: `^ first words > 3 second words`; `^` opens a sentence, the number says within how many words. */
  readonly everywhere: string
  /** Rows that only a name or a title never has. */
  readonly inFields: string
}

/** A language's orders, ready to be looked for. */
export interface Orders {
  readonly everywhere: readonly Order[]
  readonly inFields: readonly Order[]
}

/** Makes a table ready. Its words may have accents; those of a text are compared without. */
export function ordersOf({ sets, everywhere, inFields }: OrderTable): Orders {
  const known = new Map<string, string>()
  const spelledOut = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_found, name: string) => named(known, name))
  for (const [name, list] of Object.entries(sets)) known.set(name, spelledOut(list))
  const rows = (text: string, unbound: boolean): readonly Order[] =>
    text
      .split('\n')
      .filter((row) => row.trim() !== '')
      .map((row) => ({ ...orderOf(withoutMarks(spelledOut(row.trim()))), unbound }))
  return { everywhere: rows(everywhere, false), inFields: rows(inFields, true) }
}

/** A text's letters without their accents. */
export const withoutMarks = (text: string): string =>
  isPlainAscii(text) ? text : text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC')

function named(known: ReadonlyMap<string, string>, name: string): string {
  const list = known.get(name)
  if (list === undefined) throw new Error(`no words are called ${name}`)
  return list
}

function orderOf(row: string): Omit<Order, 'unbound'> {
  const opens = row.startsWith('^')
  const [first = '', ...next] = (opens ? row.slice(1) : row).split('>')
  const begins = listOf(first)
  return { first: oneOf(begins), next: next.map(stepOf), opens, keys: [...new Set(begins.map((word) => word.slice(0, 2)))] }
}

function stepOf(step: string): Order['next'][number] {
  const [count = '', ...words] = listOf(step)
  if (!/^\d$/.test(count)) throw new Error(`says not within how many words: ${step}`)
  return { within: Number(count), meant: oneOf(words) }
}

const listOf = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** `Instructional Designer`: begins like the object of an order, and is none. */
const jobs = new Set('instructional instructor instructors instructrice instructeur ruler regelungstechnik'.split(' '))

function oneOf(list: readonly string[]): Meant {
  const whole = new Set(list.filter((word) => !word.endsWith('*')))
  const stems = list.filter((word) => word.endsWith('*')).map((stem) => stem.slice(0, -1))
  return (word) => whole.has(word) || (stems.some((stem) => word.startsWith(stem)) && !jobs.has(word))
}
