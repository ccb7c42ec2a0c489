import { fitsAnywhere, unseen } from '@cx-concierge/core'

const everyUnseen = new RegExp(unseen, 'gu')

const opened = /(:)\/\/|(?<=www)(\.)|(?<=javascript|vbscript|https?|data|mailto|tel|sms|file|blob)(:)|(\.)(?=[a-z]{2,24}\/)/giu

/**
 * The same value with its texts made harmless: long ones cut short, and everything written out that nobody sees or somebody
 * might open (`{202e}`, `https{3a}//`).
 */
export function inert<Value>(value: Value): Value {
  return spelledOut(value) as Value
}

const longest = 300

/** No more of a text than a person would read. */
const clipped = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest).toWellFormed()}… (${text.length} characters)` : text

const escaped = (character: string): string => `{${character.codePointAt(0)?.toString(16)}}`

/** A word that opens nothing any more: its first sign written out where that is enough, otherwise every sign. */
function unopened(word: string): string {
  if (fitsAnywhere(word)) return word
  const usual = word.replace(opened, (found) => escaped(found) + found.slice(1))
  return fitsAnywhere(usual) ? usual : word.normalize('NFKC').replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, escaped)
}

function spelledOut(value: unknown): unknown {
  if (typeof value === 'string') return clipped(value.replace(everyUnseen, escaped).split(/(\s+)/).map(unopened).join(''))
  if (Array.isArray(value)) return value.map(spelledOut)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spelledOut(item)]))
}
