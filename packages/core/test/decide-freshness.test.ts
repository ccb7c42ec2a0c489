import { describe, expect, it } from 'vitest'
import { escalationAnswer } from '../src/index.ts'
import { ask } from './support/ask.ts'
import { accounts, type Changes } from './support/company.ts'
import { friday, northwind } from './support/northwind.ts'
import { days, hours, minutes } from './support/time.ts'

/** Gainsight down, with an answer it gave so long ago. */
const keptFor = (ageMs: number): Changes => ({ gainsight: { readAt: friday - ageMs, refreshFailed: 'BACKEND_UNAVAILABLE' } })
const acme = (ageMs: number) => ask({ accountId: accounts.acme }, keptFor(ageMs))
const stateOf = (fact: string, ageMs: number) => acme(ageMs).body.facts[fact]?.state

describe('the age of a fact', () => {
  it.each([
    ['account.status', 15 * minutes, 'fresh'],
    ['account.status', 15 * minutes + 1, 'stale'],
    ['account.status', 4 * hours, 'stale'],
    ['roles.csm', 15 * minutes, 'fresh'],
    ['roles.csm', 15 * minutes + 1, 'stale'],
    ['roles.csm', 24 * hours, 'stale'],
    ['roles.csm', 24 * hours + 1, 'unknown'],
    ['account.lifecycle', 24 * hours, 'stale'],
    ['account.lifecycle', 24 * hours + 1, 'unknown'],
  ])('decides what it is worth, each fact by its own limits: %s after %d ms is %s', (fact, ageMs, state) => {
    expect(stateOf(fact, ageMs)).toBe(state)
  })

  it.each([
    [16 * minutes, '16 minutes ago'],
    [59 * minutes, '59 minutes ago'],
    [60 * minutes, '1 hour ago'],
    [89 * minutes, '1 hour ago'],
  ])('is told in a person’s words: %d ms', (ageMs, words) => {
    expect(acme(ageMs).message).toContain(words)
  })

  it('is of the status from the next system, once the better one’s answer is too old', () => {
    expect(acme(4 * hours).body.facts['account.status']).toMatchObject({ source: 'gainsight.status', state: 'stale' })
    expect(acme(4 * hours + 1).body.facts['account.status']).toMatchObject({
      source: 'salesforce.status',
      state: 'fresh',
      lower_source: true,
    })
  })

  it('of a role that is too old leaves the role unknown, never vacant', () => {
    const team = (ageMs: number) => ask({ tool: 'get_account_team', accountId: accounts.edo, roles: ['csm'] }, keptFor(ageMs)).team
    expect(team(24 * hours)).toMatchObject({ csm: { state: 'filled', card: { name: 'Aiko Tanaka' } } })
    expect(team(24 * hours + 1)).toEqual({ csm: { state: 'unknown' } })
  })

  it('is labelled: the answer says when it was last confirmed', () => {
    const decision = acme(3 * hours)
    expect(decision).toMatchObject({ status: 'degraded', staleSince: friday - 3 * hours, contact: { name: 'Sarah Jenkins' } })
    expect(decision.body.stale).toEqual(expect.arrayContaining(['roles.csm', 'account.status']))
    expect(decision.message).toContain('3 hours ago')
    expect(escalationAnswer(decision, 'dec_b').structured).toMatchObject({
      freshness: { state: 'stale', as_of: expect.stringMatching(/^2026-11-20T12:00:00/) },
    })
  })

  it('is the age of the oldest old fact that was used', () => {
    const both = { ...keptFor(2 * hours), salesforce: { readAt: friday - 5 * hours, refreshFailed: 'BACKEND_TIMEOUT' as const } }
    expect(ask({ accountId: accounts.acme }, both).staleSince).toBe(friday - 5 * hours)
  })

  it('is not mentioned while everything is as good as live', () => {
    const decision = ask({ accountId: accounts.acme }, { gainsight: { readAt: friday - 15 * minutes }, salesforce: { readAt: friday - 1 } })
    expect(decision).toMatchObject({ status: 'ok' })
    expect(decision.staleSince).toBeUndefined()
    expect(decision.message).not.toContain('confirmed')
  })

  it('is the default’s where no limit is given', () => {
    const policy = northwind({ freshness: { default: { freshMs: 1 * minutes, usableMs: 2 * minutes }, facts: new Map() } })
    expect(ask({ accountId: accounts.acme }, { gainsight: { readAt: friday - 90_000 } }, { policy }).body.facts['roles.csm']?.state).toBe(
      'stale',
    )
    expect(ask({ accountId: accounts.acme }, { gainsight: { readAt: friday - 121_000 } }, { policy }).body.facts['roles.csm']?.state).toBe(
      'unknown',
    )
  })
})

describe('the shortest age', () => {
  it('is told as one minute', () => {
    const policy = northwind({ freshness: { default: { freshMs: 10_000, usableMs: 1 * hours }, facts: new Map() } })
    const decision = ask({ accountId: accounts.acme }, { gainsight: { readAt: friday - 20_000 } }, { policy })
    expect(decision.message).toContain('1 minute ago')
  })
})

describe('a health score', () => {
  const health = (computedAgo: number, readAgo = 0) =>
    ask(
      { tool: 'get_account_health', accountId: accounts.acme },
      {
        gainsight: {
          readAt: friday - readAgo,
          accounts: { [accounts.acme]: { healthScoreAt: new Date(friday - computedAgo).toISOString() } },
        },
      },
    )

  it('computed thirty days ago still counts, and a moment longer ago not', () => {
    expect(health(30 * days).health?.word).toBe('healthy')
    expect(health(30 * days + 1).health?.word).toBe('unknown')
    expect(health(30 * days + 1).body.flags).toContain('health_too_old')
  })

  it.each([
    [61 * minutes, '1 hour ago'],
    [100 * minutes, '2 hours ago'],
    [47 * hours, '47 hours ago'],
    [48 * hours, '2 days ago'],
    [60 * hours, '3 days ago'],
  ])('says in a person’s words when it was read: %d ms', (readAgo, words) => {
    expect(health(2 * hours, readAgo).message).toContain(words)
  })

  it('read an hour ago is fresh, and a moment longer ago old', () => {
    expect(health(2 * hours, 1 * hours).body.facts['health.score']?.state).toBe('fresh')
    expect(health(2 * hours, 1 * hours + 1).body.facts['health.score']?.state).toBe('stale')
  })
})
