import { audiences, topics } from '@cx-concierge/contract'
import { allOf, parseExpression, parseWhen, type Condition, type FactName, type Rule, type Step } from '@cx-concierge/core'
import type { Fault, Path } from '../fault.ts'
import { didYouMean } from '../nearest.ts'
import type { RoutingFile } from '../shapes/routing-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** What steps and conditions may refer to. */
export interface Known {
  readonly roles: readonly string[]
  readonly pools: readonly string[]
  readonly duties: readonly string[]
  /** Words a fact can have, where that is known. */
  readonly words: Readonly<Partial<Record<FactName, readonly string[]>>>
}

/** Gathers what rules may refer to. */
export function knownNames(routing: RoutingFile, named: Pick<Known, 'roles' | 'pools' | 'duties'>): Known {
  const words = Object.keys(routing.facts['account.status']?.means ?? {})
  return {
    roles: named.roles,
    pools: named.pools,
    duties: named.duties,
    words: {
      ...(words.length > 0 ? { 'account.status': words } : {}),
      ...(Object.keys(routing.segments_by_arr).length > 0 ? { 'account.segment': Object.keys(routing.segments_by_arr) } : {}),
      'account.region': Object.keys(routing.regions),
      topic: topics,
      audience: audiences,
    },
  }
}

/** The `rules:` block. */
export function compileRules(yaml: YamlFile, file: RoutingFile, known: Known, faults: Fault[]): Rule[] {
  const seen = new Set<string>()
  return file.rules.map((rule, index) => {
    const at = ['rules', index]
    if (seen.has(rule.id)) faults.push(yaml.fault([...at, 'id'], `there is another rule "${rule.id}"`))
    seen.add(rule.id)
    const conditions: Condition[] = []
    for (const [fact, wanted] of Object.entries(rule.when ?? {})) {
      if (wanted === undefined) continue
      wordFaults(yaml, [...at, 'when', fact], fact as FactName, wanted, known, faults)
      keep(
        conditions,
        () => parseWhen(fact as FactName, wanted),
        (what) => faults.push(yaml.fault([...at, 'when', fact], what)),
      )
    }
    if (rule.if !== undefined)
      keep(
        conditions,
        () => parseExpression(rule.if as string),
        (what) => faults.push(yaml.fault([...at, 'if'], what)),
      )
    rule.send_to.forEach((step, position) => stepFault(yaml, [...at, 'send_to', position], step, known, faults))
    return {
      id: rule.id,
      label: rule.label,
      needAtWorkNow: rule.need === 'at_work_now',
      sendTo: rule.send_to,
      ...(conditions.length > 0 ? { when: allOf(conditions) } : {}),
    }
  })
}

function keep(conditions: Condition[], make: () => Condition, complain: (what: string) => void): void {
  try {
    conditions.push(make())
  } catch (error) {
    complain((error as Error).message)
  }
}

function wordFaults(yaml: YamlFile, path: Path, fact: FactName, wanted: unknown, known: Known, faults: Fault[]): void {
  const words = known.words[fact]
  if (!words) return
  const list = Array.isArray(wanted) ? wanted : [wanted]
  for (const [index, item] of list.entries()) {
    const word = String(item).replace(/^not\s+/i, '')
    if (words.some((one) => one.toLowerCase() === word.toLowerCase())) continue
    faults.push(
      yaml.fault(Array.isArray(wanted) ? [...path, index] : path, `${fact} is never "${word}"`, { hint: didYouMean(word, words) }),
    )
  }
}

/** Complains when a step leads to something that does not exist. */
export function stepFault(yaml: YamlFile, path: Path, step: Step, known: Known, faults: Fault[]): void {
  if (step.kind === 'person') return
  const [kind, name, names] =
    step.kind === 'role'
      ? ['role', step.role, known.roles]
      : step.kind === 'pool'
        ? ['pool', step.pool, known.pools]
        : ['duty', step.duty, known.duties]
  if (!names.includes(name)) faults.push(yaml.fault(path, `there is no ${kind} "${name}"`, { hint: didYouMean(name, names) }))
}
