import type { Caller } from '@cx-concierge/contract'
import type { Policy } from '../policy.ts'
import type { Question } from '../question.ts'
import { Run } from '../run.ts'
import type { Snapshot } from '../snapshot.ts'
import { identify } from './identify.ts'

/**
 * Whether a caller may be told of a decision that was made earlier: it must be about an account they could ask that tool
 * about. Judged by what was known when it was made; what cannot be judged may not be told.
 */
export function mayKnow(
  caller: Caller,
  tool: string,
  decided: { readonly accountId: string | undefined; readonly snapshot: Snapshot; readonly at: number },
  policy: Policy,
): boolean {
  const grant = policy.access.get(tool)?.[caller.audience]
  if (grant === undefined) return false
  if (grant.about === 'anyone' && caller.accountIds === undefined && caller.regions === undefined) return true
  if (decided.accountId === undefined) return false
  const question: Question = { tool: 'get_escalation_contact', caller, topic: 'general', accountId: decided.accountId }
  const run = new Run(question, decided.snapshot, policy, decided.at, grant)
  return identify(run).kind === 'account' && !run.reader.isWaiting
}
