/** Whether a source still counts somebody as working there. `frozen`: signed out by an administrator ahead of removal. */
export type Employment = 'active' | 'inactive' | 'frozen'

/** What one source knows of one colleague. Only what a card may need; nothing else is ever asked for. */
export interface PersonRecord {
  readonly id: string
  readonly email: string
  readonly name?: string | null
  readonly title?: string | null
  /** IANA time zone. */
  readonly timezone?: string | null
  readonly employment: Employment
}

/** What a source knows of somebody's availability and of the way to book them. */
export interface CoverageRecord {
  readonly bookingUrl?: string
  /** BCP 47 tags, best first. */
  readonly languages?: readonly string[]
  /** Who stands in while they are away. */
  readonly backupEmail?: string
  /** First day away, `YYYY-MM-DD`, in the person's own time zone. */
  readonly outFrom?: string
  /** Last day away, inclusive, `YYYY-MM-DD`. */
  readonly outUntil?: string
  /** Fields that were filled in but could not be used (a spreadsheet's `#REF!`, an unreadable date). */
  readonly rejected?: readonly ('booking_url' | 'languages' | 'backup' | 'out_of_office')[]
}

/** Where somebody's picture is. */
export interface HeadshotRecord {
  readonly url: string
  /** Epoch milliseconds after which a signed address stops working. */
  readonly expiresAt?: number
}
