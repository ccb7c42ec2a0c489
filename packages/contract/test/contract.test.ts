import { describe, expect, test } from 'vitest'
import {
  accountAttributes,
  Availability,
  Card,
  cardFields,
  ConciergeError,
  errorCodes,
  EscalationAnswer,
  HealthAnswer,
  TeamAnswer,
} from '../src/index.ts'

describe('an error', () => {
  const error = new ConciergeError('BACKEND_RATE_LIMITED', 'crm asked us to wait', {
    cause: new Error('token abc'),
    source: 'crm',
    retryAfterMs: 5_000,
  })

  test('carries its code, source and wait, and keeps the private reason out of its message', () => {
    expect(error).toMatchObject({
      name: 'ConciergeError',
      code: 'BACKEND_RATE_LIMITED',
      source: 'crm',
      retryAfterMs: 5_000,
      message: 'crm asked us to wait',
    })
    expect(String(error)).not.toContain('token abc')
    expect(JSON.stringify(error)).not.toContain('token abc')
    expect((error.cause as Error).message).toBe('token abc')
  })

  test('is recognised across duplicate installs, and nothing else is', () => {
    const fromAnotherInstall = Object.assign(new Error('x'), { [Symbol.for('cx-concierge.error')]: true })
    expect(ConciergeError.is(error)).toBe(true)
    expect(ConciergeError.is(fromAnotherInstall)).toBe(true)
    for (const other of [new Error('x'), { code: 'INTERNAL' }, null, undefined, 'INTERNAL']) expect(ConciergeError.is(other)).toBe(false)
  })

  test('may be tried again only when the backend could not be reached: everything else would fail again or cost a second effect', () => {
    const retryable = Object.entries(errorCodes)
      .filter(([, kind]) => kind.retryable)
      .map(([code]) => code)
    expect(retryable).toEqual(['BACKEND_UNAVAILABLE'])
    expect(new ConciergeError('BACKEND_UNAVAILABLE', 'x').retryable).toBe(true)
    expect(error.retryable).toBe(false)
  })

  test('is the backend’s fault exactly when its code says so', () => {
    for (const [code, { blame }] of Object.entries(errorCodes)) {
      const saysBackend = code.startsWith('BACKEND_') && code !== 'BACKEND_RESTING' && code !== 'BACKEND_BUSY'
      expect([code, blame === 'backend']).toEqual([code, saysBackend])
    }
  })
})

describe('what may leave is a list of what is allowed', () => {
  const card = { kind: 'person', name: 'Ann' }
  const common = { status: 'ok', agent_message: 'Ann is the right person.', decision_id: 'dec_bcdf' }

  test.each(['mobile_phone', 'employee_id', 'salary', 'manager', 'internal_notes', 'health_score'])('%s is no field of a card', (field) => {
    expect(cardFields).not.toContain(field)
    expect(Card.safeParse({ ...card, [field]: 'x' }).success).toBe(false)
  })

  test('an answer refuses a field it does not know, at every depth', () => {
    const right = { ...common, contact: card, availability: { state: 'available' } }
    expect(EscalationAnswer.safeParse(right).success).toBe(true)
    for (const wrong of [
      { ...right, arr: 420_000 },
      { ...right, contact: { ...card, manager: 'x' } },
      { ...right, availability: { state: 'available', note: 'on sick leave' } },
      { ...right, candidates: [{ account_id: '1', arr: 1 }] },
    ]) {
      expect(EscalationAnswer.safeParse(wrong).success).toBe(false)
    }
    expect(TeamAnswer.safeParse({ ...common, team: { csm: { state: 'filled', ...card, phone: '1' } } }).success).toBe(false)
    expect(HealthAnswer.safeParse({ ...common, for_agent_only: true, health: 'healthy', score: 80 }).success).toBe(false)
  })

  test('health is a word, for the agent alone', () => {
    expect(HealthAnswer.safeParse({ ...common, for_agent_only: true, health: 'at_risk' }).success).toBe(true)
    expect(HealthAnswer.safeParse({ ...common, for_agent_only: true, health: 42 }).success).toBe(false)
    expect(HealthAnswer.safeParse({ ...common, for_agent_only: false, health: 'at_risk' }).success).toBe(false)
  })

  test('why somebody is away is never said, only that they are', () => {
    expect(Availability.safeParse({ state: 'out_of_office', next_available_at: '2026-11-24T09:00:00+09:00' }).success).toBe(true)
    expect(Availability.safeParse({ state: 'sick' }).success).toBe(false)
  })

  test('a card needs a name, and nothing on it is without end', () => {
    expect(Card.safeParse({ kind: 'person', name: '' }).success).toBe(false)
    for (const field of cardFields.filter((name) => name !== 'kind' && name !== 'languages')) {
      expect([field, Card.safeParse({ ...card, [field]: 'x'.repeat(2_000) }).success]).toEqual([field, false])
    }
    expect(Card.safeParse({ ...card, languages: Array.from({ length: 11 }, () => 'en') }).success).toBe(false)
  })
})

test('the attributes of an account are words of ours', () => {
  for (const attribute of accountAttributes) expect(attribute).toMatch(/^[a-z][A-Za-z]+$/)
})
