import type { AccountAttribute } from '@cx-concierge/contract'
import type { Policy, Step } from '../policy.ts'
import type { FactName } from '../route/condition.ts'
import { Reasons, type Want } from './want.ts'

/** The attributes of accounts that rules, duties, identification and the health word are decided by. */
export function attributeWants(policy: Policy): readonly Want[] {
  const reasons = new Reasons<AccountAttribute>()
  if (policy.access.has('get_escalation_contact')) {
    for (const rule of policy.routing.rules) {
      for (const fact of rule.when?.facts ?? []) addFact(reasons, fact, `rule ${rule.id}`)
      for (const step of rule.sendTo) if (asksForRegion(policy, step)) reasons.add('country', step.text)
    }
  }
  if (policy.access.has('get_account_health')) {
    reasons.add('status', 'tool get_account_health')
    if (policy.health.words.length > 0) reasons.add('healthScore', 'tool get_account_health')
  }
  if (policy.identify.preferActive) reasons.add('status', 'identify.prefer_active')
  if (someMayAskAboutAnyone(policy)) reasons.add('name', 'names of several accounts that fit, for whoever may ask about anyone')
  if (policy.regionOfCountry.size > 0) reasons.add('country', 'callers whose token is limited to regions')
  addOrigins(policy, reasons)
  addParent(policy, reasons)

  const wants: Want[] = []
  for (const attribute of reasons.things) {
    const why = reasons.of(attribute)
    for (const source of sourcesFor(policy, attribute)) wants.push({ source, lookup: 'accounts', part: attribute, why })
  }
  return wants
}

/** The holders of the roles that rules send to and that the team is made of. */
export function roleWants(policy: Policy): readonly Want[] {
  const reasons = new Reasons<string>()
  if (policy.access.has('get_escalation_contact')) {
    for (const rule of policy.routing.rules) {
      for (const step of rule.sendTo) if (step.kind === 'role') reasons.add(step.role, `rule ${rule.id}`)
    }
  }
  if (policy.access.has('get_account_team')) for (const role of policy.roles.keys()) reasons.add(role, 'tool get_account_team')
  return reasons.things.flatMap((role) =>
    (policy.roles.get(role)?.from ?? []).map(({ source, word }): Want => {
      return { source, lookup: 'accounts', part: `roles.${word}`, why: reasons.of(role) }
    }),
  )
}

const someMayAskAboutAnyone = (policy: Policy): boolean =>
  [...policy.access.values()].some((grants) => Object.values(grants).some(({ about }) => about === 'anyone'))

function addFact(reasons: Reasons<AccountAttribute>, fact: FactName, why: string): void {
  if (fact === 'topic' || fact === 'language' || fact === 'audience') return
  reasons.add(fact === 'account.region' ? 'country' : (fact.slice('account.'.length) as AccountAttribute), why)
}

const asksForRegion = (policy: Policy, step: Step): boolean =>
  step.kind === 'duty' && policy.duties.get(step.duty)?.choose === 'account_region_first'

/** A segment may be told by revenue. */
function addOrigins(policy: Policy, reasons: Reasons<AccountAttribute>): void {
  const byArr = policy.attributes.segment?.from.some(({ kind }) => kind === 'by_arr') === true
  if (byArr && reasons.things.includes('segment')) reasons.add('arr', 'segments_by_arr')
}

function addParent(policy: Policy, reasons: Reasons<AccountAttribute>): void {
  if (policy.identify.severalInOneFamily === 'use_top_parent') reasons.add('parentId', 'identify.several_in_one_family')
  for (const attribute of reasons.things) {
    if (policy.attributes[attribute]?.from.some(({ kind }) => kind === 'parent')) reasons.add('parentId', `facts.account.${attribute}`)
  }
  const roles = new Set(roleNames(policy))
  for (const role of roles) if (policy.roles.get(role)?.inheritFromParent) reasons.add('parentId', `roles.${role}`)
}

function roleNames(policy: Policy): readonly string[] {
  if (policy.access.has('get_account_team')) return [...policy.roles.keys()]
  const steps = policy.access.has('get_escalation_contact') ? policy.routing.rules.flatMap((rule) => rule.sendTo) : []
  return steps.flatMap((step) => (step.kind === 'role' ? [step.role] : []))
}

/** Who may be believed about it; of the hierarchy, everybody who knows it. */
function sourcesFor(policy: Policy, attribute: AccountAttribute): readonly string[] {
  if (attribute === 'parentId')
    return [...policy.sources.values()].filter(({ provides }) => provides.attributes?.includes('parentId')).map(({ name }) => name)
  return (policy.attributes[attribute]?.from ?? []).flatMap((origin) => (origin.kind === 'source' ? [origin.source] : []))
}
