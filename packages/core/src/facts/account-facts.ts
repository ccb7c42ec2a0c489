import type { AccountAttribute, AccountRecord } from '@cx-concierge/contract'
import { agesOf, sourcesOf, type AttributeRule } from '../policy.ts'
import type { Run } from '../run.ts'
import { ancestorsOf } from './ancestors.ts'
import { emptyFact, unknownFact, type Fact } from './fact.ts'

/** The name a policy and an explanation use for an attribute. */
const factName = (attribute: AccountAttribute): string => (attribute === 'healthScore' ? 'health.score' : `account.${attribute}`)

/** What one source says of an account, or that it cannot be asked. Answers too old for every use count as unknown. */
export function accountRecord(run: Run, source: string, id: string): { record: AccountRecord | undefined; readAt: number } | 'unknown' {
  const read = run.reader.read(source, 'accounts', id)
  return read.state === 'answered' ? { record: read.value, readAt: read.readAt } : 'unknown'
}

/** Asks every source that knows accounts about this one, so that all of it travels in one round. */
export function askAllSources(run: Run, id: string): void {
  for (const source of sourcesOf(run.policy, 'accounts')) run.reader.read(source, 'accounts', id)
}

/** One attribute of an account: the first usable value in the policy's order of belief. */
export function attributeOf(run: Run, id: string, attribute: AccountAttribute): Fact {
  const rule = run.policy.attributes[attribute]
  if (!rule) return emptyFact
  let someUnknown = false
  for (const origin of rule.from) {
    let fact: Fact
    if (origin.kind === 'source') fact = fromSource(run, origin.source, id, attribute, rule)
    else if (origin.kind === 'parent') fact = fromAncestors(run, id, attribute, rule)
    else fact = segmentByArr(run, id)
    if (fact.state === 'known') return someUnknown && !fact.lowerSource ? { ...fact, lowerSource: true } : fact
    if (fact.state === 'unknown') someUnknown = true
  }
  return someUnknown ? unknownFact : emptyFact
}

function fromSource(run: Run, source: string, id: string, attribute: AccountAttribute, rule: AttributeRule): Fact {
  const found = accountRecord(run, source, id)
  if (found === 'unknown') return unknownFact
  const age = run.now - found.readAt
  const limits = agesOf(run.policy, factName(attribute))
  if (age > limits.usableMs) return unknownFact
  const raw = found.record?.[attribute]
  if (raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) return emptyFact
  return {
    state: 'known',
    value: typeof raw === 'string' ? (rule.means.get(raw.toLowerCase()) ?? raw) : raw,
    source: `${source}.${attribute}`,
    readAt: found.readAt,
    age: age > limits.freshMs ? 'stale' : 'fresh',
    lowerSource: false,
  }
}

function fromAncestors(run: Run, id: string, attribute: AccountAttribute, rule: AttributeRule): Fact {
  const { ids, complete } = ancestorsOf(run, id)
  let someUnknown = !complete
  for (const ancestor of ids) {
    for (const origin of rule.from) {
      if (origin.kind !== 'source') continue
      const fact = fromSource(run, origin.source, ancestor, attribute, rule)
      if (fact.state === 'known') return { ...fact, source: `parent ${fact.source}` }
      if (fact.state === 'unknown') someUnknown = true
    }
  }
  return someUnknown ? unknownFact : emptyFact
}

function segmentByArr(run: Run, id: string): Fact {
  const arr = attributeOf(run, id, 'arr')
  if (arr.state !== 'known') return arr
  const band = run.policy.segmentsByArr.find(({ atLeast }) => (arr.value as number) >= atLeast)
  return band ? { ...arr, value: band.segment, source: `by_arr ${arr.source}` } : emptyFact
}
