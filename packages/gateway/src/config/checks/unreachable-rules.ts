import type { Fault } from '../fault.ts'
import type { RoutingFile } from '../shapes/routing-file.ts'
import type { YamlFile } from '../yaml-file.ts'

type FileRule = RoutingFile['rules'][number]

/** Rules that no question can ever get to, because an earlier one takes everything they would. */
export function unreachableRules(yaml: YamlFile, file: RoutingFile): Fault[] {
  return file.rules.flatMap((rule, index) => {
    const earlier = file.rules.slice(0, index).find((other) => takesAllOf(other, rule))
    if (!earlier) return []
    return [
      yaml.fault(['rules', index, 'id'], `rule "${rule.id}" can never be reached: "${earlier.id}" above it takes everything it would`, {
        hint: 'move it up, or remove it',
      }),
    ]
  })
}

function takesAllOf(earlier: FileRule, later: FileRule): boolean {
  if (earlier.if !== undefined && earlier.if !== later.if) return false
  return Object.entries(earlier.when ?? {}).every(([fact, wanted]) => {
    const narrower = (later.when as Readonly<Record<string, unknown>> | undefined)?.[fact]
    if (narrower === undefined) return false
    const all = new Set(words(wanted))
    return words(narrower).every((word) => all.has(word))
  })
}

const words = (wanted: unknown): string[] => (Array.isArray(wanted) ? wanted : [wanted]).map((word) => String(word).trim().toLowerCase())
