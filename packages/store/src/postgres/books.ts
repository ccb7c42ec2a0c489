import type { ClientBase } from 'pg'
import { bodyName } from '../chain.ts'
import type { Books, Who } from '../engine/line-of-row.ts'
import { keptIdentifier, monthOf, newSalt, pseudonymOf } from '../pseudonym.ts'
import { BodyMissing } from '../engine/body-missing.ts'
import type { Row } from '../engine/row.ts'
import { kept } from './reader.ts'
import type { Statement } from './transaction.ts'

/** A call that has begun. */
interface BegunCall extends Omit<Who, 'customer'> {
  readonly seq: number
}

const mostCalls = 20_000
const mostKnown = 50_000

/**
 * What a writer knows of persons, bodies and calls that have begun, so that most batches need not look anything up. Everything a batch may need is
 * looked up beforehand, since a line is made without waiting.
 */
export class PostgresBooks {
  #removals: number | undefined
  readonly #persons = new Map<string, string>()
  readonly #bodies = new Map<string, string>()
  readonly #calls = new Map<string, { readonly call: BegunCall; readonly removals: number | undefined }>()
  #newPersons: (readonly [pseudonym: string, identifier: string, month: string, salt: string])[] = []
  #newBodies: (readonly [sha256: string, body: string, salt: string, digest: string])[] = []
  /** Of calls that end in this batch: pseudonyms that still have a name, and the last line that says somebody was forgotten. */
  #stillNamed = new Set<string>()
  #lastForgotten = 0

  /** Something was taken away if `removals` has changed since the last batch: nothing is sure any more, and the answer is `true`. */
  trust(removals: number): boolean {
    if (removals === this.#removals) return false
    this.#persons.clear()
    this.#bodies.clear()
    this.#removals = removals
    return true
  }

  /** The transaction failed: what it wrote was not written. */
  forgetKnown(): void {
    this.#removals = undefined
    this.#calls.clear()
  }

  /** Looks up what these rows may need and is not known. Used inside a transaction. */
  async load(client: ClientBase, rows: readonly Row[]): Promise<void> {
    this.#newPersons = []
    this.#newBodies = []
    // only here, where everything that these rows need is looked up afterwards
    for (const known of [this.#persons, this.#bodies]) if (known.size > mostKnown) known.clear()
    await Promise.all([this.#loadPersons(client, rows), this.#loadBodies(client, rows), this.#loadCalls(client, rows)])
  }

  /** What is known, as a line needs it. `sent`: bodies that came along, by digest. Throws {@link BodyMissing} for one that is neither kept nor here. */
  asBooks(sent: ReadonlyMap<string, string>): Books {
    return {
      persons: {
        pseudonym: (identifier, at) => this.#pseudonym(identifier, monthOf(at)),
        isKnown: (identifier, at) => this.#persons.has(`${monthOf(at)}${identifier}`),
      },
      nameOfBody: (digest) => this.#bodies.get(digest) ?? this.#newBody(digest, sent.get(digest)),
      calls: { endOf: (callId, isNamed) => this.#endOf(callId, isNamed) },
    }
  }

  began(callId: string, { subject, accountId, email }: Who, seq: number): void {
    const [oldest] = this.#calls.size < mostCalls ? [] : this.#calls.keys()
    if (oldest !== undefined) this.#calls.delete(oldest)
    this.#calls.set(callId, { call: { seq, subject, accountId, email }, removals: this.#removals })
  }

  /** Persons and bodies that the lines made since the last `load` need and are not kept yet. */
  newEntries(): readonly Statement[] {
    const entries: Statement[] = []
    const add = (text: string, rows: readonly (readonly string[])[], width: number): void => {
      const values = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]))
      if (rows.length > 0) entries.push({ text, values, changes: rows.length })
    }
    const four = 'SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])'
    add(`INSERT INTO persons (pseudonym, identifier, month, salt) ${four}`, this.#newPersons, 4)
    add(`INSERT INTO bodies (sha256, body, salt, digest) ${four}`, this.#newBodies, 4)
    return entries
  }

  async #loadPersons(client: ClientBase, rows: readonly Row[]): Promise<void> {
    const wanted = new Map<string, readonly [identifier: string, month: string]>()
    for (const [, at, , , , , , subject, customer, accountId, email] of rows) {
      const month = monthOf(at)
      for (const [prefix, name] of [
        ['subject:', subject],
        ['', customer],
        ['account:', accountId],
        ['email:', email],
      ] as const) {
        const key = `${month}${prefix}${name}`
        if (name !== null && !this.#persons.has(key)) wanted.set(key, [keptIdentifier(`${prefix}${name}`), month])
      }
    }
    if (wanted.size === 0) return
    const asked = [...wanted.values()]
    const found = await client.query<{ identifier: string; month: string; pseudonym: string }>(
      'SELECT identifier, month, pseudonym FROM persons JOIN unnest($1::text[], $2::text[]) AS asked (identifier, month) USING (identifier, month)',
      [asked.map(([identifier]) => identifier), asked.map(([, month]) => month)],
    )
    const pseudonyms = new Map(found.rows.map((row) => [`${row.month}${row.identifier}`, row.pseudonym]))
    for (const [key, [identifier, month]] of wanted) {
      const pseudonym = pseudonyms.get(`${month}${identifier}`)
      if (pseudonym !== undefined) this.#persons.set(key, pseudonym)
    }
  }

  async #loadBodies(client: ClientBase, rows: readonly Row[]): Promise<void> {
    const wanted = new Set(rows.flatMap(([, , , , , , digest]) => (digest === null || this.#bodies.has(digest) ? [] : [digest])))
    if (wanted.size === 0) return
    const found = await client.query<{ digest: string; sha256: string }>(
      'SELECT digest, sha256 FROM bodies WHERE digest = ANY ($1::text[])',
      [[...wanted]],
    )
    for (const { digest, sha256 } of found.rows) this.#bodies.set(digest, sha256)
  }

  /** Calls whose beginning this process does not know, and, of all that began before something was taken away, who is still named. */
  async #loadCalls(client: ClientBase, rows: readonly Row[]): Promise<void> {
    const ending = rows.flatMap(([kind, , , , , , , , , , , callId]) => (kind === 'end' && callId !== null ? [callId] : []))
    const unknown = ending.filter((callId) => !this.#calls.has(callId))
    if (unknown.length > 0) {
      const found = await client.query<Record<'call_id' | 'subject' | 'account_id' | 'email', string | null> & { seq: number }>(
        `SELECT seq, call_id, subject, account_id, email FROM audits WHERE kind = 'begin' AND call_id = ANY ($1::text[]) ORDER BY seq`,
        [unknown.map(kept)],
      )
      for (const { seq, call_id: callId, subject, account_id: accountId, email } of found.rows) {
        const call = { seq, subject: subject ?? undefined, accountId: accountId ?? undefined, email: email ?? undefined }
        this.#calls.set(callId ?? '', { call, removals: undefined })
      }
    }
    const doubtful = ending.flatMap((callId) => {
      const known = this.#calls.get(callId)
      return known === undefined || known.removals === this.#removals ? [] : [known.call]
    })
    if (doubtful.length === 0) return
    const pseudonyms = doubtful.flatMap(({ subject, accountId, email }) => [subject, accountId, email]).filter((one) => one !== undefined)
    const named = await client.query<{ pseudonym: string }>(
      'SELECT pseudonym FROM persons WHERE pseudonym = ANY ($1::text[]) AND identifier IS NOT NULL',
      [pseudonyms],
    )
    this.#stillNamed = new Set(named.rows.map(({ pseudonym }) => pseudonym))
    const last = await client.query<{ seq: number | null }>(`SELECT max(seq) AS seq FROM audits WHERE kind = 'forgotten'`)
    this.#lastForgotten = last.rows[0]?.seq ?? 0
  }

  #pseudonym(identifier: string, month: string): string {
    const key = `${month}${identifier}`
    const known = this.#persons.get(key)
    if (known !== undefined) return known
    const salt = newSalt()
    const keptName = keptIdentifier(identifier)
    const pseudonym = pseudonymOf(salt, month, keptName)
    this.#newPersons.push([pseudonym, keptName, month, salt])
    this.#persons.set(key, pseudonym)
    return pseudonym
  }

  #newBody(digest: string, body: string | undefined): string {
    if (body === undefined) throw new BodyMissing()
    const salt = newSalt()
    const name = bodyName(salt, body)
    this.#newBodies.push([name, body, salt, digest])
    this.#bodies.set(digest, name)
    return name
  }

  #endOf(callId: string, isNamed: () => boolean): (BegunCall & { readonly forgotten: boolean }) | undefined {
    const known = this.#calls.get(callId)
    this.#calls.delete(callId)
    if (known === undefined) return undefined
    return { ...known.call, forgotten: known.removals !== this.#removals && this.#isForgotten(known.call, isNamed) }
  }

  #isForgotten({ seq, subject, accountId, email }: BegunCall, isNamed: () => boolean): boolean {
    const pseudonyms = [subject, accountId, email].filter((one) => one !== undefined)
    if (pseudonyms.some((one) => !this.#stillNamed.has(one))) return true
    // who had no name when it began may have been forgotten under the one they have at its end
    return this.#lastForgotten > seq && !isNamed()
  }
}
