export { holdsAll, reaches, standingOf, type Grant, type Grants, type Reach, type ScopeNeed, type Standing } from './access.ts'
export { decide, type Decided } from './decide/decide.ts'
export { insteadOf } from './decide/withheld.ts'
export type { Decision, TeamMember } from './decision.ts'
export { newDecisionId } from './decision-id.ts'
export { gather, recallDecision, type GatherParts } from './gather/gather.ts'
export { createDecisionMemory, type DecisionMemory } from './gather/decision-memory.ts'
export { systemClock, type Clock } from './gather/clock.ts'
export { noObserver, type CoreEvent, type Observer } from './gather/observer.ts'
export type { Access, CallerAccess } from './gather/access.ts'
export { callerCredentials, ownerOf, serviceCredentials, type Credentials } from './gather/cache-key.ts'
export type { KeptAnswer, SharedAnswer, SharedAnswers } from './gather/shared-answers.ts'
export { createSource, type Source, type SourceOptions } from './gather/source.ts'
export { accountIdShape } from './identify/account-id.ts'
export { normalizeEmail } from './identify/email.ts'
export { mayKnow } from './identify/may-know.ts'
export {
  agesOf,
  type Ages,
  type AttributeOrigin,
  type AttributeRule,
  type AwayPolicy,
  type Duty,
  type Policy,
  type PolicySource,
  type Pool,
  type RoleRule,
  type Rule,
  type Shift,
  type StaticPerson,
  type Step,
  type Swap,
} from './policy.ts'
export { createBulkhead, type Bulkhead } from './resilience/bulkhead.ts'
export type { ProtectionLimits } from './resilience/protect.ts'
export { createQuota, type Quota, type QuotaRule } from './resilience/quota.ts'
export { givesOrders } from './present/address-words.ts'
export { escalationAnswer, healthAnswer, teamAnswer, type Answer } from './present/answer.ts'
export { defined } from './present/defined.ts'
export { isLanguageTag, languageTag } from './present/language-tag.ts'
export { readsLikeInstruction } from './present/instruction.ts'
export { momentText } from './present/moment.ts'
export { faultIn, fitsAnywhere, type LineFault } from './present/fit.ts'
export { safeLink } from './present/link.ts'
export { cleanText, type TextKind } from './present/text.ts'
export { unseen } from './present/unseen.ts'
export type { Question } from './question.ts'
export { allOf, compareNumber, conditionFacts, parseComparison, parseWhen, type Condition, type FactName } from './route/condition.ts'
export { parseExpression } from './route/expression.ts'
export { snapshotOf, type Need, type Snapshot } from './snapshot.ts'
export { always, isOpen, nextOpening, parseHours, type Hours } from './time/hours.ts'
export { canonicalZone, inZone } from './time/zone.ts'
export { narrowed, wantedOf, wantsOf } from './wants/wants.ts'
export type { Want } from './wants/want.ts'
