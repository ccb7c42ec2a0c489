import type { AccountAttribute } from '@cx-concierge/contract'
import type { Ages, AttributeOrigin, AttributeRule, PolicySource, RoleRule } from '@cx-concierge/core'
import type { Fault } from '../fault.ts'
import { didYouMean } from '../nearest.ts'
import type { RoutingFile } from '../shapes/routing-file.ts'
import type { YamlFile } from '../yaml-file.ts'

type Sources = ReadonlyMap<string, PolicySource>

const attributeOf = (fact: string): AccountAttribute =>
  fact === 'health.score' ? 'healthScore' : (fact.slice('account.'.length) as AccountAttribute)

/** The `facts:` block: who is believed for which attribute. */
export function compileFacts(
  yaml: YamlFile,
  file: RoutingFile,
  sources: Sources,
  faults: Fault[],
): Partial<Record<AccountAttribute, AttributeRule>> {
  const rules: Partial<Record<AccountAttribute, AttributeRule>> = {}
  for (const [fact, block] of Object.entries(file.facts)) {
    if (!block) continue
    const attribute = attributeOf(fact)
    const from = block.from.flatMap((word, index): AttributeOrigin[] => {
      const at = ['facts', fact, 'from', index]
      if (word === 'parent') return [{ kind: 'parent' }]
      if (word === 'by_arr' && fact === 'account.segment') return [{ kind: 'by_arr' }]
      const source = sources.get(word)
      if (!source) faults.push(yaml.fault(at, `"${word}" is not a connector`, { hint: didYouMean(word, [...sources.keys()]) }))
      else if (!source.provides.attributes?.includes(attribute))
        faults.push(yaml.fault(at, `${word} does not know ${fact}`, { hint: whoKnows(sources, attribute) }))
      else return [{ kind: 'source', source: word }]
      return []
    })
    const means = new Map<string, string>()
    for (const [ours, theirs] of Object.entries(block.means)) {
      for (const [index, word] of theirs.entries()) {
        const other = means.get(word.toLowerCase())
        if (other !== undefined) faults.push(yaml.fault(['facts', fact, 'means', ours, index], `"${word}" already means ${other}`))
        means.set(word.toLowerCase(), ours)
      }
    }
    rules[attribute] = { from, means }
  }
  if (file.facts['account.segment']?.from.includes('by_arr') && Object.keys(file.segments_by_arr).length === 0) {
    faults.push(yaml.fault(['facts', 'account.segment', 'from'], 'uses by_arr, but segments_by_arr is empty'))
  }
  return rules
}

function whoKnows(sources: Sources, attribute: AccountAttribute): string | undefined {
  const able = [...sources.values()].filter((source) => source.provides.attributes?.includes(attribute)).map((source) => source.name)
  return able.length > 0 ? `${able.join(' and ')} can` : undefined
}

/** The `roles:` block: who holds which role. */
export function compileRoles(yaml: YamlFile, file: RoutingFile, sources: Sources, faults: Fault[]): Map<string, RoleRule> {
  const roles = new Map<string, RoleRule>()
  for (const [role, block] of Object.entries(file.roles)) {
    const from = block.from.flatMap((text, index) => {
      const space = text.indexOf(' ')
      const [name, word] = [text.slice(0, space), text.slice(space + 1).trim()]
      const at = ['roles', role, 'from', index]
      const source = sources.get(name)
      if (!source) faults.push(yaml.fault(at, `"${name}" is not a connector`, { hint: didYouMean(name, [...sources.keys()]) }))
      else if (!knowsRole(source, word))
        faults.push(yaml.fault(at, `${name} has no role "${word}"`, { hint: didYouMean(word, source.provides.roles ?? []) }))
      else return [{ source: name, word }]
      return []
    })
    roles.set(role, { from, inheritFromParent: block.inherit_from_parent })
  }
  return roles
}

const knowsRole = (source: PolicySource, word: string): boolean =>
  (source.provides.roles ?? []).some((known) =>
    known.endsWith('*') ? word.startsWith(known.slice(0, -1)) && word.length >= known.length : known === word,
  )

/** The `freshness:` block, by the names facts have in decisions. */
export function compileFreshness(yaml: YamlFile, file: RoutingFile, faults: Fault[]): { default: Ages; facts: Map<string, Ages> } {
  const facts = new Map<string, Ages>()
  for (const [fact, block] of Object.entries(file.freshness)) {
    if (!block) continue
    if (block.fresh_for > block.usable_for) faults.push(yaml.fault(['freshness', fact, 'fresh_for'], 'is longer than usable_for'))
    const ages = { freshMs: block.fresh_for, usableMs: block.usable_for }
    if (fact === 'roles') for (const role of Object.keys(file.roles)) facts.set(`roles.${role}`, ages)
    else if (fact !== 'default') facts.set(fact, ages)
  }
  return { default: { freshMs: file.freshness.default.fresh_for, usableMs: file.freshness.default.usable_for }, facts }
}
