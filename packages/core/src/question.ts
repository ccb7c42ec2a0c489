import type { Caller, Topic } from '@cx-concierge/contract'

/** What is asked, by whom. Checked for shape before it gets here; holds no free text. */
export interface Question {
  readonly tool: 'get_escalation_contact' | 'get_account_team' | 'get_account_health'
  readonly caller: Caller
  /** Exactly one of `accountId` and `email` is set. */
  readonly accountId?: string
  readonly email?: string
  readonly topic: Topic
  /** BCP 47. */
  readonly language?: string
  /** `get_account_team`: only these roles. */
  readonly roles?: readonly string[]
}
