import { audiences } from '@cx-concierge/contract'
import type { Grants, ScopeNeed } from '@cx-concierge/core'
import type { Fault } from '../fault.ts'
import { didYouMean } from '../nearest.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import { toolNames } from '../shapes/tools-block.ts'
import type { YamlFile } from '../yaml-file.ts'

/** Makes the table of who may use which tool ready. A tool that is off, or not listed, is in nobody's reach. */
export function compileAccess(yaml: YamlFile, file: AccessFile, faults: Fault[]): ReadonlyMap<string, Grants> {
  const names = Object.keys(file.scopes)
  const coveredBy = coveringScopes(yaml, file, faults)
  const needsOf = (scopes: readonly string[], path: readonly (string | number)[]): readonly ScopeNeed[] =>
    scopes.map((scope, index) => {
      if (!names.includes(scope)) faults.push(unknownScope(yaml, [...path, index], scope, names))
      return { scope, coveredBy: coveredBy.get(scope) ?? [] }
    })
  const table = new Map<string, Grants>()
  for (const name of toolNames) {
    const tool = file.tools[name]
    if (!tool) continue
    const grants = audiences.flatMap((audience) => {
      const grant = tool[audience]
      if (!grant) return []
      const at = ['tools', name, audience]
      const anyAccountWith = 'any_account_with' in grant ? needsOf(grant.any_account_with, [...at, 'any_account_with']) : []
      return [[audience, { needs: needsOf(grant.needs, [...at, 'needs']), about: grant.about, anyAccountWith }] as const]
    })
    if (tool.on) table.set(name, Object.fromEntries(grants))
  }
  return table
}

/** For each scope all others that contain it, however far around. */
function coveringScopes(yaml: YamlFile, file: AccessFile, faults: Fault[]): ReadonlyMap<string, readonly string[]> {
  const names = Object.keys(file.scopes)
  for (const [name, { covers }] of Object.entries(file.scopes)) {
    covers.forEach((other, index) => {
      const at = ['scopes', name, 'covers', index]
      if (!names.includes(other)) faults.push(unknownScope(yaml, at, other, names))
      // told once, at the earlier of the two
      else if (names.indexOf(name) <= names.indexOf(other) && containedIn(file, other).has(name))
        faults.push(yaml.fault(at, `${other} covers ${name} already, so the two would be the same`, { hint: 'take one of them out' }))
    })
  }
  return new Map(names.map((name) => [name, names.filter((other) => other !== name && containedIn(file, other).has(name))]))
}

/** The scopes a scope contains, itself among them. */
function containedIn(file: AccessFile, scope: string): ReadonlySet<string> {
  const found = new Set([scope])
  // a set's iteration also visits what is added on the way
  for (const one of found) for (const other of file.scopes[one]?.covers ?? []) found.add(other)
  return found
}

const unknownScope = (yaml: YamlFile, path: readonly (string | number)[], scope: string, names: readonly string[]): Fault =>
  yaml.fault(path, `there is no scope "${scope}" under scopes`, { hint: didYouMean(scope, names) })
