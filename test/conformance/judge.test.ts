import { expect, it } from 'vitest'
import { judge, type Check } from './judge.ts'

const ok: Check = { id: 'one', status: 'SUCCESS' }
const wire: Check = { id: 'wire-schema-valid', status: 'SUCCESS' }
const failure = (errorMessage: string, id = 'two'): Check => ({ id, status: 'FAILURE', errorMessage })

it('passes a scenario whose checks passed, and repeats its warnings', () => {
  expect(judge('ping', '2025-11-25', [ok, wire])).toMatchObject({ outcome: 'passed', passed: 1, remarks: [] })
  expect(judge('ping', '2025-11-25', [ok, { id: 'three', status: 'WARNING', errorMessage: 'slow' }])).toMatchObject({
    outcome: 'passed',
    remarks: ['warning three: slow'],
  })
})

it('fails a scenario that needs nothing when any check fails', () => {
  const verdict = judge('ping', '2025-11-25', [ok, wire, failure('Method not found')])
  expect(verdict).toMatchObject({ outcome: 'failed', remarks: ['two: Method not found'] })
})

it('skips a scenario whose fixture is absent', () => {
  const verdict = judge('tools-call-audio', '2025-11-25', [wire, failure('Failed: Unknown tool: test_audio_content')])
  expect(verdict).toMatchObject({ outcome: 'skipped', remarks: ['needs fixture test_audio_content'] })
})

it('passes a scenario whose fixture is there after all, but not one that would pass without it', () => {
  expect(judge('prompts-list', '2026-07-28', [ok, wire])).toMatchObject({ outcome: 'passed' })
  expect(judge('input-required-result-validate-input', '2026-07-28', [ok, wire])).toMatchObject({ outcome: 'skipped', passed: 1 })
})

it('fails a scenario that needs a fixture when something else is wrong as well', () => {
  const broken = failure('Failed: fetch failed')
  expect(judge('tools-call-audio', '2025-11-25', [wire, broken])).toMatchObject({ outcome: 'failed' })
  expect(judge('server-stateless', '2026-07-28', [ok, failure('expected -32022, got -32603')])).toMatchObject({ outcome: 'failed' })
})

it('never excuses a message that the schema of its revision does not allow', () => {
  const invalid = failure('Unknown tool: test_audio_content', 'wire-schema-valid')
  expect(judge('tools-call-audio', '2025-11-25', [invalid])).toMatchObject({ outcome: 'failed' })
  expect(judge('tasks-lifecycle', '2026-07-28', [invalid])).toMatchObject({ outcome: 'failed' })
})

it('does not count a scenario that checked nothing as passed', () => {
  const checks: readonly Check[] = [wire, { id: 'four', status: 'INFO', details: { message: 'does not apply' } }]
  expect(judge('server-session-lifecycle', '2025-11-25', checks)).toMatchObject({ outcome: 'skipped', remarks: ['does not apply'] })
})
