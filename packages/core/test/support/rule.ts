import { allOf, parseWhen, type Rule, type Step } from '../../src/index.ts'

/** A link of a chain as the rules spell it. */
export function step(text: string): Step {
  const [kind, name = ''] = text.split(' ')
  if (kind === 'role') return { kind, role: name, text }
  if (kind === 'pool') return { kind, pool: name, text }
  if (kind === 'duty') return { kind, duty: name, text }
  return { kind: 'person', email: name, text }
}

/** A rule in one line. */
export function rule(
  id: string,
  when: Readonly<Record<string, string | string[]>>,
  sendTo: readonly string[],
  needAtWorkNow = false,
): Rule {
  const conditions = Object.entries(when).map(([fact, wanted]) => parseWhen(fact as Parameters<typeof parseWhen>[0], wanted))
  return {
    id,
    label: `the rule ${id}`,
    needAtWorkNow,
    sendTo: sendTo.map(step),
    ...(conditions.length > 0 ? { when: allOf(conditions) } : {}),
  }
}
