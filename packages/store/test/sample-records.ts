import type { AuditRecord, DecisionRecord } from '../src/index.ts'

/** 20 November 2026, 15:00 UTC. */
export const noon = Date.UTC(2026, 10, 20, 15)

/** The audit record of an ordinary call, numbered. */
export function sampleAudit(number: number, changes: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: `aud_${number}`,
    at: noon + number,
    decisionId: `dec_${number}`,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    issuer: 'https://login.example',
    subject: 'acme-web-chat',
    client: 'acme-web-chat/2.3',
    audience: 'service',
    customer: 'account:001NwAcmeRobot1IRA',
    tool: 'get_escalation_contact',
    input: { account_id: '001NwAcmeRobot1IRA' },
    result: 'degraded -> role csm',
    outcome: 'answered',
    confirmationState: 'not_needed',
    scopes: ['cx.route'],
    flags: ['source_down:gainsight'],
    cardHash: '9f2c',
    durationMs: 212,
    ...changes,
  }
}

/** The decision behind {@link sampleAudit}. */
export function sampleDecision(body = '{"rule":"enterprise","step":"role csm"}'): DecisionRecord {
  return { configChange: '2026-11-18-a', body }
}
