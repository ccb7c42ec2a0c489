import type { Availability, Card, DecisionBody, MatchedBy, Status } from '@cx-concierge/contract'

/** One member of an account's team. */
export type TeamMember = { readonly state: 'vacant' | 'unknown' } | { readonly state: 'filled'; readonly card: Card }

/** A decision, before it is put into the words of a tool's answer. */
export interface Decision {
  readonly status: Status
  readonly accountId?: string
  readonly matchedBy?: MatchedBy
  readonly contact?: Card
  readonly availability?: Availability
  readonly coveringFor?: string
  readonly why?: string
  readonly candidates?: readonly { readonly account_id: string; readonly name?: string }[]
  readonly team?: Readonly<Record<string, TeamMember>>
  readonly health?: { readonly word: 'healthy' | 'at_risk' | 'churned' | 'unknown'; readonly asOf?: string; readonly suggestion?: string }
  /** Epoch milliseconds: when the oldest old fact had been read. */
  readonly staleSince?: number
  /** The sentence for the agent. */
  readonly message: string
  readonly decided: DecisionBody['decision']
  readonly auditFlags: readonly string[]
  readonly body: DecisionBody
}

/** What answers a question; the record of it is added the same way for all. */
export type Answered = Omit<Decision, 'auditFlags' | 'body'>

/** What one tool's rules work out of an account. */
export type AboutAccount = Omit<Answered, 'accountId' | 'matchedBy' | 'staleSince'>
