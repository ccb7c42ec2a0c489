import type { Generated } from 'kysely'

/** Audit records, append-only. `record` is the record itself; the other columns repeat what is searched for. */
interface AuditsTable {
  readonly seq: Generated<number>
  readonly at: number
  readonly tool: string
  readonly customer: string | null
  readonly decision_id: string | null
  readonly record: string
  /** Stands for the decision written with it, if there was one. */
  readonly decision_print: string | null
  readonly link: string
}

interface DecisionsTable {
  readonly id: string
  readonly at: number
  readonly tool: string
  readonly config_change: string
  readonly body_sha256: string
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
  readonly decisions: DecisionsTable
  readonly bodies: BodiesTable
  readonly redirects: RedirectsTable
}
