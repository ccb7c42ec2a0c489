import { randomBytes } from 'node:crypto'

const letters = 'bcdfghjkmnpqrstvwxz'
const length = 20

/**
 * A fresh id for a decision: 84 bits in consonants only, so that it can never spell a word, look like a number, or be
 * mistaken for part of an answer.
 */
export function newDecisionId(): string {
  let id = 'dec_'
  for (const byte of randomBytes(length)) id += letters[byte % letters.length] as string
  return id
}
