import type { AuditRecord } from '@cx-concierge/store'
import type { EndedCall } from '../call-ledger.ts'
import type { CallStatus } from '../call-status.ts'
import type { NotedCall } from './record-call.ts'

const outcomes: Readonly<Partial<Record<CallStatus, AuditRecord['outcome']>>> = { failed: 'failed', cancelled: 'cancelled' }

/** What is kept of a call that came to no decision: refused, failed or cancelled. */
export const undecidedCall = ({ tool, status, call }: EndedCall, durationMs: number): NotedCall => ({
  tool,
  call,
  input: {},
  result: status,
  outcome: outcomes[status] ?? 'refused',
  durationMs,
})
