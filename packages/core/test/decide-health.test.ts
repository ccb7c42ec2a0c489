import { describe, expect, it } from 'vitest'
import { healthAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, down } from './support/company.ts'

const health = (record: object, accountId: string = accounts.acme) =>
  ask({ tool: 'get_account_health', accountId }, { gainsight: { accounts: { [accountId]: record } } })

describe('how an account is doing', () => {
  it.each([
    [80, 'healthy'],
    [50, 'healthy'],
    [49.9, 'at_risk'],
    [0, 'at_risk'],
    [null, 'unknown'],
  ])('is a word: a score of %s is %s', (healthScore, word) => {
    expect(health({ healthScore }).health?.word).toBe(word)
  })

  it('is never the number', () => {
    const decision = health({ healthScore: 37.25 })
    expect(JSON.stringify(healthAnswer(decision, 'dec_b'))).not.toContain('37')
  })

  it('is "churned" for a former customer, whatever the score', () => {
    expect(health({ healthScore: 99, status: 'Churn' }).health).toEqual({
      word: 'churned',
      suggestion: 'Offer a human early; do not assume they are a customer today.',
    })
  })

  it('says as of when, and what to do about it', () => {
    expect(health({ healthScore: 35 }).health).toEqual({
      word: 'at_risk',
      asOf: '2026-11-19T06:00:00.000Z',
      suggestion: 'Offer a human early.',
    })
    expect(health({}).health).toEqual({ word: 'healthy', asOf: '2026-11-19T06:00:00.000Z' })
  })

  it('is for the agent alone', () => {
    const answer = healthAnswer(health({ healthScore: 35 }), 'dec_b')
    expect(answer.structured).toMatchObject({ health: 'at_risk', for_agent_only: true, as_of: '2026-11-19T06:00:00.000Z' })
    expect(answer.text).toContain('never repeat or hint at it')
  })

  it('is unknown, not bad, when it could not be read', () => {
    const decision = ask({ tool: 'get_account_health', accountId: accounts.acme }, { gainsight: down })
    expect(decision).toMatchObject({ status: 'degraded', health: { word: 'unknown' } })
  })

  it('that says nothing about today makes the answer less than certain, though every system answered', () => {
    expect(health({ healthScoreAt: '2026-09-01T00:00:00.000Z' })).toMatchObject({ status: 'degraded', health: { word: 'unknown' } })
  })

  it('of an account that is not found is not told', () => {
    const decision = ask({ tool: 'get_account_health', accountId: accounts.nobody })
    expect(decision.status).toBe('not_found')
    expect(decision.health).toBeUndefined()
  })
})
