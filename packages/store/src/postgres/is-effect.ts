import type { AuditRecord } from '../records.ts'
import type { Row } from '../engine/row.ts'

/** Whether a call changes something. Such a call has to be in the record itself, not in a spool. */
export const isEffect = ({ confirmationState }: Pick<AuditRecord, 'confirmationState'>): boolean => confirmationState !== 'not_needed'

/** The same of a row. Beginnings and events change nothing. */
export function isEffectRow([kind, , , , record]: Row): boolean {
  return (kind === 'call' || kind === 'end') && isEffect(JSON.parse(record) as AuditRecord)
}
