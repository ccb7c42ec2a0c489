export { accountAttributes, type AccountAttribute, type AccountId, type AccountRecord, type RoleHolder } from './account.ts'
export { audiences, type Audience, type Caller } from './caller.ts'
export type { Answers, LookupName } from './answers.ts'
export type {
  AnyConnector,
  Call,
  Connection,
  Connector,
  CredentialsKind,
  Host,
  KeyedLookup,
  Limits,
  Lookup,
  Lookups,
  Provides,
  WholeLookup,
} from './connector.ts'
export { ConciergeError, errorCodes, type ErrorCode, type ErrorDetail } from './errors.ts'
export type { CoverageRecord, Employment, HeadshotRecord, PersonRecord } from './person.ts'
export { sealed, type Sealed } from './sealed.ts'
export { Availability, Card, cardFields } from './card.ts'
export type { ConsideredCandidate, DecisionBody, SnapshotEntry, UsedFact } from './decision.ts'
export {
  EscalationAnswer,
  HealthAnswer,
  healthWords,
  matches,
  RoleState,
  statuses,
  TeamAnswer,
  topics,
  type MatchedBy,
  type Status,
  type Topic,
} from './outcome.ts'
export { coverageParts, fieldsFor, isWanted, personParts, type FieldRead, type Part, type Wanted } from './wanted.ts'
