import type { Generated } from 'kysely'

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
}

interface BodiesTable {
  readonly sha256: string
  readonly body: string
}

interface RedirectsTable {
  readonly from_account: string
  readonly to_account: string
}

/** The tables, as the newest migration leaves them. */
export interface Tables {
  readonly audits: AuditsTable
  readonly bodies: BodiesTable
  readonly redirects: RedirectsTable
}
