import type { DecisionBody, Status } from '@cx-concierge/contract'
import { decideEscalation } from './decide/escalation.ts'
import { decideHealth } from './decide/health.ts'
import { decideTeam } from './decide/team.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { Run } from './run.ts'
import type { Need, ReadEntry, Snapshot } from './snapshot.ts'

/** Either the decision, or what has to be looked up before there can be one. */
export type Decided =
  | { readonly state: 'decided'; readonly decision: Decision; readonly read: readonly ReadEntry[] }
  | { readonly state: 'needs'; readonly needs: readonly Need[] }

const tools = { get_escalation_contact: decideEscalation, get_account_team: decideTeam, get_account_health: decideHealth } as const

/**
 * The company's answer to a question, from what is known at a moment. Pure: the same question, snapshot, policy and
 * moment give the same decision, today or in a year.
 */
export function decide(question: Question, snapshot: Snapshot, policy: Policy, now: number): Decided {
  const run = new Run(question, snapshot, policy, now)
  const answer = tools[question.tool](run)
  if (run.reader.isWaiting || answer === undefined) return { state: 'needs', needs: run.reader.needs }
  for (const source of run.reader.failedSources) run.flags.add(`source_down:${source}`)
  const status = finalStatus(run, answer.status)
  return {
    state: 'decided',
    read: run.reader.entries,
    decision: { ...answer, status, auditFlags: [...run.auditFlags], body: explain(run, { ...answer, status }) },
  }
}

/** An answer that stands on something old, missing or undecided says so. */
function finalStatus(run: Run, status: Status): Status {
  if (status !== 'ok') return status
  const unread = [...run.facts.values()].some((fact) => fact.state === 'unknown')
  const shaky = unread || run.reader.failedSources.size > 0 || run.stale.size > 0 || run.undecidedRules.length > 0
  return shaky ? 'degraded' : 'ok'
}

const neverStored = new Set(['accountsByContact', 'accountsByDomain', 'accountsByNumber'])

function explain(run: Run, answer: Omit<Decision, 'auditFlags' | 'body'>): DecisionBody {
  const { question } = run
  return {
    tool: question.tool,
    status: answer.status,
    ...(answer.accountId === undefined ? {} : { account_id: answer.accountId }),
    ...(answer.matchedBy === undefined ? {} : { matched_by: answer.matchedBy }),
    topic: question.topic,
    ...(question.language === undefined ? {} : { language: question.language }),
    ...(question.roles === undefined ? {} : { roles: question.roles }),
    audience: question.caller.audience,
    config_change: run.policy.change,
    decision: answer.decided,
    facts: Object.fromEntries(run.facts),
    considered: run.considered,
    skipped: run.skipped,
    undecided_rules: run.undecidedRules,
    flags: [...run.flags],
    stale: [...run.stale],
    missing: [...run.missing],
    snapshot: run.reader.entries.filter(([, lookup]) => !neverStored.has(lookup)),
  }
}
