const letters = 'bcdfghjkmnpqrstvwxz'
const length = 16

/**
 * A fresh id for a decision: 66 bits in consonants only, so that it can never spell a word, look like a number, or be
 * mistaken for part of an answer.
 */
export function newDecisionId(): string {
  if (used + length > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  let id = 'dec_'
  for (const end = used + length; used < end; used += 1) id += letters[(pool[used] as number) % letters.length] as string
  return id
}

// drawn in bulk: asking the system for each id costs more than everything else about it
const pool = new Uint8Array(length * 256)
let used = pool.length
