const letters = 'bcdfghjkmnpqrstvwx'
const timeLetters = 10
const randomLetters = 10

/**
 * A fresh id for a decision, in consonants only, so that it can never spell a word, look like a number, or be mistaken
 * for part of an answer. It begins with the millisecond: ids of one moment lie together on disk, which is what makes
 * recording them cheap. 41 random bits follow.
 */
export function newDecisionId(nowMs: number): string {
  if (nowMs !== lastMs) {
    lastMs = nowMs
    lastPrefix = `dec_${inLetters(Math.floor(nowMs))}`
  }
  if (used + randomLetters > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  let id = lastPrefix
  for (const end = used + randomLetters; used < end; used += 1) id += letters[(pool[used] as number) % letters.length] as string
  return id
}

/** The smallest number first in the alphabet's order, always as many letters. */
function inLetters(tick: number): string {
  let text = ''
  for (let rest = tick, left = timeLetters; left > 0; left -= 1, rest = Math.floor(rest / letters.length)) {
    text = (letters[rest % letters.length] as string) + text
  }
  return text
}

// drawn in bulk: asking the system for each id costs more than everything else about it
const pool = new Uint8Array(randomLetters * 256)
let used = pool.length
let lastMs = -1
let lastPrefix = ''
