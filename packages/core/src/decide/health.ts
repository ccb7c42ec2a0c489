import { accountRecord, attributeOf } from '../facts/account-facts.ts'
import { unknownFact, type Fact } from '../facts/fact.ts'
import type { Identified } from '../identify/identified.ts'
import { agesOf } from '../policy.ts'
import type { AboutAccount, Answered } from '../decision.ts'
import { lastConfirmed } from '../present/moment.ts'
import type { Run } from '../run.ts'
import { withoutAccount } from './no-account.ts'

type Word = NonNullable<Answered['health']>['word']

const suggestions: Readonly<Partial<Record<Word, string>>> = {
  at_risk: 'Offer a human early.',
  churned: 'Offer a human early; do not assume they are a customer today.',
  unknown: 'Treat with ordinary care; how they are doing could not be established.',
}

/** How an account is doing, as a word for the agent alone. */
export function healthOf(run: Run, accountId: string): AboutAccount {
  const status = run.use('account.status', attributeOf(run, accountId, 'status'))
  const score = run.use('health.score', usableScore(run, accountId))
  const word = wordFor(run, status, score)
  const asOf = word === 'healthy' || word === 'at_risk' ? scoredAt(run, accountId, score) : undefined
  const suggestion = suggestions[word]
  return {
    status: 'ok',
    health: { word, ...(asOf === undefined ? {} : { asOf }), ...(suggestion === undefined ? {} : { suggestion }) },
    message: message(run, word, asOf, suggestion),
    decided: { rule: null, step: null, reason: 'account_health' },
  }
}

/** Whom to contact is not what was asked; that nothing could be read is. */
export function withoutHealth(run: Run, identified: Exclude<Identified, { kind: 'account' }>): Answered {
  const answered = withoutAccount(run, identified)
  if (identified.kind !== 'unavailable') return answered
  return {
    ...answered,
    health: { word: 'unknown' },
    message: 'Health: unknown; the records could not be checked.',
  }
}

function message(run: Run, word: Word, asOf: string | undefined, suggestion: string | undefined): string {
  const parts = [
    `Health: ${word}${asOf === undefined ? '' : ` (as of ${asOf})`}.`,
    'For your own judgement only: never repeat or hint at it.',
  ]
  if (suggestion !== undefined) parts.push(suggestion)
  if (run.oldestStaleAt !== undefined) parts.push(lastConfirmed(run.now - run.oldestStaleAt))
  return parts.join(' ')
}

/** A score that was computed too long ago says nothing about today. */
function usableScore(run: Run, id: string): Fact {
  const score = attributeOf(run, id, 'healthScore')
  const at = scoredAt(run, id, score)
  if (score.state !== 'known' || at === undefined) return score
  if (run.now - Date.parse(at) <= agesOf(run.policy, 'health.score').usableMs) return score
  run.flags.add('health_too_old')
  return unknownFact
}

function scoredAt(run: Run, id: string, score: Fact): string | undefined {
  for (const origin of run.policy.attributes.healthScore?.from ?? []) {
    if (origin.kind !== 'source' || score.state !== 'known' || score.source !== `${origin.source}.healthScore`) continue
    const found = accountRecord(run, origin.source, id)
    const at = found === 'unknown' ? undefined : found.record?.healthScoreAt
    return at && /^\d{4}-\d{2}-\d{2}T[\d:.]{1,20}(?:Z|[+-]\d{2}:\d{2})$/.test(at) ? at : undefined
  }
  return undefined
}

function wordFor(run: Run, status: Fact, score: Fact): Word {
  if (status.state === 'known' && status.value === 'churned') return 'churned'
  // whoever may have left must not be called healthy
  if (status.state === 'unknown' || score.state !== 'known') return 'unknown'
  return run.policy.health.words.find(({ fits }) => fits(score.value as number))?.word ?? 'unknown'
}
