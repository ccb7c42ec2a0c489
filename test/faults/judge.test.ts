import { describe, expect, test } from 'vitest'
import type { Answered } from '../stories/support/call.ts'
import { foreignWord } from './answer-faults.ts'
import type { Fault } from './fault.ts'
import { judge, type Evidence } from './judge.ts'

const contact = { name: 'Sarah Jenkins' }
const answer = (status: string, more: object = {}): Answered => {
  const structuredContent = { status, contact, ...more }
  const raw = JSON.stringify({ result: { structuredContent } })
  return { httpStatus: 200, result: { content: [], structuredContent }, error: undefined, challenge: undefined, raw, tookMs: 200 }
}
const fault: Fault = { id: '500', group: 'status', title: '500', counts: true, to: 'any' }
const flags = ['source_down:crm']
const explained = { flags, skipped: [], missing: [], stale: [], audit: [], facts: {}, answered: answer('ok') }
const seen = { connections: 2, requests: { 'GET /': 2 }, signIns: 0, jsonAnswers: 0, secrets: [], open: 0 }
const report = { records: { a: ['begin', 'end'] }, lookups: { 'crm.test': 2 }, residentMb: 1, stalledMs: 1 }

/** A call that was answered as well as it could be. */
const good: Evidence = {
  backend: 'crm',
  fault,
  answered: answer('degraded'),
  explained,
  usualContact: JSON.stringify(contact),
  usualLookups: 1,
  report,
  host: 'crm.test',
  seen,
  troubles: { crm: 2, mail: 0 },
  settledMs: 5,
  allowedMs: 1_050,
  roundMs: 600,
  secrets: ['a-secret'],
}

describe('the lab sees every broken promise', () => {
  test('and none where there is none', () => {
    expect(judge(good)).toEqual([])
  })

  const broken: readonly (readonly [string, Partial<Evidence>])[] = [
    ['no answer', { answered: undefined }],
    ['an answer without a status', { answered: { ...answer('ok'), result: undefined } }],
    ['an HTTP error', { answered: { ...answer('degraded'), httpStatus: 500 } }],
    ['a late answer', { answered: { ...answer('degraded'), tookMs: 1_051 } }],
    ['less than could be', { fault: { ...fault, harmless: true } }],
    ['complete, and another than usual', { answered: answer('ok', { contact: { name: 'Nobody' } }) }],
    ['somebody who must not be believed', { fault: { ...fault, mustFail: true }, answered: answer('ok') }],
    ['a gap without a name', { explained: { ...explained, flags: ['source_down:mail'] } }],
    ['a third try', { seen: { ...seen, requests: { 'GET /': 3 } } }],
    ['more requests than twice the usual', { report: { ...report, lookups: { 'crm.test': 3 } } }],
    ['trouble that is none', { fault: { ...fault, counts: false } }],
    ['trouble that is not counted', { troubles: { crm: 0 } }],
    ['trouble of somebody else', { troubles: { crm: 2, mail: 1 } }],
    ['no record', { report: { ...report, records: {} } }],
    ['a record without an end', { report: { ...report, records: { a: ['begin'] } } }],
    ['two records', { report: { ...report, records: { a: ['begin', 'end'], b: ['begin', 'end'] } } }],
    ['something left open', { settledMs: undefined }],
    ['a stack', { answered: { ...answer('degraded'), raw: 'Error: at Socket.connect (net.ts:1:1)' } }],
    ['an address', { answered: { ...answer('degraded'), raw: 'connect to 127.0.0.1 failed' } }],
    ['a secret', { answered: { ...answer('degraded'), raw: 'key a-secret' } }],
    ['a record of another request', { answered: { ...answer('degraded'), raw: foreignWord } }],
  ]
  test.each(broken)('%s', (_what, change) => {
    expect(judge({ ...good, ...change })).toHaveLength(1)
  })
})
