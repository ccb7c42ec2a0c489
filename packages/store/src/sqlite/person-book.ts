import type { DatabaseSync } from 'node:sqlite'
import { keptIdentifier, monthOf, newSalt, pseudonymOf } from '../pseudonym.ts'

/** Who is who: gives every person a pseudonym of their own in every calendar month. Used inside a transaction. */
export interface PersonBook {
  pseudonym(identifier: string, at: number): string
  /** Whether they have one already. */
  isKnown(identifier: string, at: number): boolean
  /** Nothing is sure any more: the transaction failed, or another connection wrote. */
  forgetKnown(): void
}

const mostKnown = 20_000

/** Prepares the statements once; one book per connection. */
export function createPersonBook(database: DatabaseSync): PersonBook {
  const find = database.prepare('SELECT pseudonym FROM persons WHERE identifier = ? AND month = ?')
  const enter = database.prepare('INSERT INTO persons (pseudonym, identifier, month, salt) VALUES (?, ?, ?, ?)')
  const known = new Map<string, string>()
  let month = ''
  let monthEnds = -Infinity
  let monthBegins = Infinity

  function turnTo(at: number): void {
    if (at >= monthBegins && at < monthEnds) return
    month = monthOf(at)
    const day = new Date(at)
    monthBegins = Date.UTC(day.getUTCFullYear(), day.getUTCMonth())
    monthEnds = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1)
    known.clear()
  }

  function lookUp(identifier: string): string {
    const kept = keptIdentifier(identifier)
    const found = find.get(kept, month)?.['pseudonym']
    if (typeof found === 'string') return found
    const salt = newSalt()
    const pseudonym = pseudonymOf(salt, month, kept)
    enter.run(pseudonym, kept, month, salt)
    return pseudonym
  }

  return {
    pseudonym(identifier, at) {
      turnTo(at)
      let pseudonym = known.get(identifier)
      if (pseudonym === undefined) {
        if (known.size >= mostKnown) known.clear()
        pseudonym = lookUp(identifier)
        known.set(identifier, pseudonym)
      }
      return pseudonym
    },
    isKnown(identifier, at) {
      turnTo(at)
      return find.get(keptIdentifier(identifier), month) !== undefined
    },
    forgetKnown() {
      known.clear()
    },
  }
}
