import type { DatabaseSync } from 'node:sqlite'
import { bodyName } from '../chain.ts'
import { BodyMissing } from '../engine/body-missing.ts'
import { newSalt } from '../pseudonym.ts'
import { createBoundedMemory } from './bounded-memory.ts'

/** Under which name which body is kept. Used inside a transaction. */
export interface BodyBook {
  /** The name of the body of this digest, kept now if it is among these and was not. Throws {@link BodyMissing} when it is neither kept nor here. */
  nameOf(digest: string, sent: ReadonlyMap<string, string>): string
  /** Nothing is sure any more: the transaction failed, or bodies may have been taken away. */
  forgetKnown(): void
}

/** Prepares the statements once; one book per connection. */
export function createBodyBook(database: DatabaseSync): BodyBook {
  const find = database.prepare('SELECT sha256 FROM bodies WHERE digest = ?')
  const enter = database.prepare('INSERT INTO bodies (sha256, body, salt, digest) VALUES (?, ?, ?, ?)')
  let known = createBoundedMemory<string>()

  function keep(digest: string, body: string): string {
    const salt = newSalt()
    const name = bodyName(salt, body)
    enter.run(name, body, salt, digest)
    return name
  }

  return {
    nameOf(digest, sent) {
      const remembered = known.get(digest)
      if (remembered !== undefined) return remembered
      const found = find.get(digest)?.['sha256']
      const body = sent.get(digest)
      if (typeof found === 'string') return known.keep(digest, found)
      if (body === undefined) throw new BodyMissing()
      return known.keep(digest, keep(digest, body))
    },
    forgetKnown() {
      known = createBoundedMemory()
    },
  }
}
