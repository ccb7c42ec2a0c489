import type { Fact } from '../facts/fact.ts'

/** True, false, or not decidable because a fact could not be read. */
type Truth = boolean | 'unknown'

/** What a condition may ask about. */
export const conditionFacts = [
  'account.name',
  'account.status',
  'account.segment',
  'account.arr',
  'account.country',
  'account.region',
  'account.lifecycle',
  'account.tags',
  'topic',
  'language',
  'audience',
] as const

/** One of {@link conditionFacts}. */
export type FactName = (typeof conditionFacts)[number]

/** Gives a fact by name. */
export type ReadFact = (name: FactName) => Fact

/** A condition made ready to be tested; pure. */
export interface Condition {
  readonly facts: readonly FactName[]
  readonly test: (read: ReadFact) => Truth
}

/** All of them: false as soon as one is false, unknown when none is false and one is unknown. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    facts: [...new Set(conditions.flatMap((condition) => condition.facts))],
    test: (read) => {
      let truth: Truth = true
      for (const condition of conditions) {
        const one = condition.test(read)
        if (one === false) return false
        if (one === 'unknown') truth = 'unknown'
      }
      return truth
    },
  }
}

const comparison = /^(>=|<=|>|<)\s*(-?\d[\d_]*(?:\.\d+)?)$/

/**
 * Reads one line of a rule's `when:`: a word, a list of words (any of them), `not WORD`, `has WORD` for tags, or a
 * comparison such as `>= 100000`. Words are compared without regard to case. Throws an `Error` that says what is wrong.
 */
export function parseWhen(fact: FactName, wanted: string | number | boolean | readonly (string | number)[]): Condition {
  const fits = typeof wanted === 'object' ? parseList(fact, wanted) : parseText(fact, String(wanted).trim())
  return {
    facts: [fact],
    test: (read) => {
      const found = read(fact)
      if (found.state === 'unknown') return 'unknown'
      return fits(found.state === 'empty' ? undefined : found.value)
    },
  }
}

type Fits = (value: unknown) => boolean

function parseText(fact: FactName, text: string): Fits {
  const compare = comparison.exec(text)
  if (compare) {
    if (fact !== 'account.arr') throw new Error(`${fact} is not a number; only account.arr can be compared`)
    return compareNumber(compare[1] as string, Number((compare[2] as string).replaceAll('_', '')))
  }
  if (/^has\s+/i.test(text)) {
    if (fact !== 'account.tags') throw new Error(`${fact} is one word, not a list; only account.tags can be asked with "has"`)
    const tag = text.replace(/^has\s+/i, '').toLowerCase()
    return (value) => Array.isArray(value) && value.some((one) => String(one).toLowerCase() === tag)
  }
  if (/^[<>=!]/.test(text)) throw new Error(`"${text}" is not a comparison; write it like ">= 100000"`)
  if (fact === 'account.tags') throw new Error(`account.tags is a list; write "has ${text}"`)
  if (/^not\s+/i.test(text)) {
    const word = text.replace(/^not\s+/i, '').toLowerCase()
    return (value) => value === undefined || textOf(value) !== word
  }
  return anyWord([checkedWord(fact, text)])
}

function parseList(fact: FactName, words: readonly (string | number)[]): Fits {
  if (fact === 'account.tags') throw new Error('account.tags is a list itself; write "has TAG"')
  const odd = words.find((word) => /^(?:not\s|has\s|[<>=!])/i.test(String(word).trim()))
  if (odd !== undefined) throw new Error(`"${odd}" cannot stand in a list; a list holds plain words`)
  return anyWord(words.map((word) => checkedWord(fact, String(word).trim())))
}

/** A word the fact could be; others would silently never fit. */
function checkedWord(fact: FactName, word: string): string {
  if (fact === 'account.arr' && Number.isNaN(Number(word))) throw new Error('account.arr is a number; compare it, such as ">= 100000"')
  if (fact === 'account.country' && !/^[a-z]{2}$/i.test(word)) throw new Error(`"${word}" is not a country code such as DE`)
  return word
}

function anyWord(words: readonly (string | number)[]): Fits {
  const wanted = new Set(words.map((word) => String(word).toLowerCase()))
  return (value) => value !== undefined && wanted.has(textOf(value))
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.toLowerCase() : typeof value === 'number' ? String(value) : ''

/** A comparison of numbers, by its sign. */
export function compareNumber(sign: string, bound: number): (value: unknown) => boolean {
  switch (sign) {
    case '>=':
      return (value) => typeof value === 'number' && value >= bound
    case '<=':
      return (value) => typeof value === 'number' && value <= bound
    case '>':
      return (value) => typeof value === 'number' && value > bound
    default:
      return (value) => typeof value === 'number' && value < bound
  }
}

/** Reads `>= 50` and the like. Throws an `Error` when the text is no comparison. */
export function parseComparison(text: string): { readonly sign: string; readonly bound: number } {
  const match = comparison.exec(text.trim())
  if (!match) throw new Error(`"${text}" is not a comparison; write it like ">= 50"`)
  return { sign: match[1] as string, bound: Number((match[2] as string).replaceAll('_', '')) }
}
