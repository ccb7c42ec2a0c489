import type { DecisionBody, Status } from '@cx-concierge/contract'
import type { AboutAccount, Answered, Decision } from '../decision.ts'
import { askAllSources } from '../facts/account-facts.ts'
import type { Identified } from '../identify/identified.ts'
import { identify } from '../identify/identify.ts'
import type { Policy } from '../policy.ts'
import type { Question } from '../question.ts'
import { Run } from '../run.ts'
import type { Need, ReadEntry, Snapshot } from '../snapshot.ts'
import { escalationOn } from './escalation.ts'
import { healthOf, withoutHealth } from './health.ts'
import { withoutAccount } from './no-account.ts'
import { teamOn } from './team.ts'

/** Either the decision, or what has to be looked up before there can be one. */
export type Decided =
  | { readonly state: 'decided'; readonly decision: Decision; readonly read: readonly ReadEntry[] }
  | { readonly state: 'needs'; readonly needs: readonly Need[] }

/** What a tool works out: of an account, and when there is none to work on. */
interface ToolRules {
  /** `undefined` while something is lacking; what else is returned then is a guess. */
  readonly about: (run: Run, accountId: string) => AboutAccount | undefined
  readonly without: (run: Run, identified: Exclude<Identified, { kind: 'account' }>) => Answered
}

const tools: Readonly<Record<Question['tool'], ToolRules>> = {
  get_escalation_contact: { about: escalationOn, without: withoutAccount },
  get_account_team: { about: teamOn, without: withoutAccount },
  get_account_health: { about: healthOf, without: withoutHealth },
}

/**
 * The company's answer to a question, from what is known at a moment. Pure: the same question, snapshot, policy and
 * moment give the same decision, today or in a year.
 */
export function decide(question: Question, snapshot: Snapshot, policy: Policy, now: number): Decided {
  const run = new Run(question, snapshot, policy, now)
  const answer = answerTo(run, tools[question.tool])
  if (run.reader.isWaiting || answer === undefined) return { state: 'needs', needs: run.reader.needs }
  for (const source of run.reader.failedSources) run.flags.add(`source_down:${source}`)
  const status = finalStatus(run, answer.status)
  return {
    state: 'decided',
    read: run.reader.entries,
    decision: { ...answer, status, auditFlags: [...run.auditFlags], body: explain(run, { ...answer, status }) },
  }
}

/** Identify, read the account, work out the answer; a stage that lacks something ends the run. */
function answerTo(run: Run, tool: ToolRules): Answered | undefined {
  const identified = identify(run)
  if (run.reader.isWaiting) return undefined
  if (identified.kind !== 'account') return tool.without(run, identified)
  askAllSources(run, identified.id)
  if (run.reader.isWaiting) return undefined
  const about = tool.about(run, identified.id)
  if (!about) return undefined
  const stale = run.oldestStaleAt === undefined ? {} : { staleSince: run.oldestStaleAt }
  return { ...about, accountId: identified.id, matchedBy: identified.matchedBy, ...stale }
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
