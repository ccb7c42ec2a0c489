import type { Generated } from 'kysely'
import type { RecordKind } from '../records.ts'

/** Audit records, append-only. `record` is the record itself; the other columns repeat what is searched for. */
interface AuditsTable {
  readonly seq: Generated<number>
  readonly at: number
  readonly tool: string
  readonly customer: string | null
  readonly decision_id: string | null
  readonly record: string
  /** Null, like the next, when the call came to no decision. */
  readonly config_change: string | null
  readonly body_sha256: string | null
  readonly link: string
  /** Null: written before there were kinds; a call. */
  readonly kind: RecordKind | null
}

interface BodiesTable {
  /** What lines name it by: SHA-256 over salt and body, or, from before there were salts, over the body. */
  readonly sha256: string
  /** Empty when it was forgotten. */
  readonly body: string
  /** Up to which line it was, and a signature that says so. */
  readonly forgotten: string | null
  /** Gone when it was forgotten, so that nobody can tell by its name what it said. */
  readonly salt: string | null
  /** SHA-256 of the body, by which an equal one is found; gone like the salt. */
  readonly digest: string | null
}

/** Whose pseudonym is whose. Of a person who was forgotten only the pseudonym and a signature are left. */
interface PersonsTable {
  readonly pseudonym: string
  readonly identifier: string | null
  /** The calendar month the pseudonym is for, in UTC. */
  readonly month: string
  readonly salt: string | null
  readonly forgotten: string | null
}

/** Where the chain begins when its oldest lines were cut off: one row, signed. */
interface ChainStartTable {
  readonly seq: number
  readonly link: string
  readonly at: number
  readonly signature: string
}

interface RedirectsTable {
  readonly from_account: string
  readonly to_account: string
  /** Null: nobody signed it, and nobody believes it. */
  readonly signature: string | null
}

/** By what a key is known again that must not be exchanged. */
interface KeyMarksTable {
  readonly name: string
  readonly mark: string
}

/** The tables, as the newest migration leaves them. */
export interface Tables {
  readonly audits: AuditsTable
  readonly bodies: BodiesTable
  readonly redirects: RedirectsTable
  readonly persons: PersonsTable
  readonly chain_start: ChainStartTable
  readonly key_marks: KeyMarksTable
}
