import { styleText } from 'node:util'

type Style = 'bold' | 'cyan' | 'dim' | 'green' | 'yellow'
type Block = Readonly<Record<string, unknown>>

/** Draws why a decision came out as it did: the rule, the facts with source and age, who was looked at and passed over. */
export function explanationPicture(explained: Block, colours: boolean): string {
  const paint = (style: Style, text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text)
  const decision = (explained['decision'] ?? {}) as Block
  const lines = [
    '',
    `  ${paint('bold', 'Why')}`,
    `  rule      ${paint('cyan', word(decision['rule']) ?? 'none')}  ${paint('dim', word(decision['rule_label']) ?? '')}`,
    `  step      ${word(decision['step']) ?? 'none'}`,
    `  reason    ${word(decision['reason']) ?? ''}`,
    '',
    `  ${paint('bold', 'Facts')}`,
  ]
  for (const [name, fact] of Object.entries((explained['facts'] ?? {}) as Readonly<Record<string, Block>>)) {
    const state = String(fact['state'])
    const origin = [
      word(fact['source']),
      typeof fact['age_s'] === 'number' ? `${fact['age_s']} s old` : undefined,
      state === 'fresh' ? undefined : state,
    ]
    const value = Array.isArray(fact['value'])
      ? fact['value'].join(', ')
      : (word(fact['value']) ?? (fact['value'] === null ? '–' : JSON.stringify(fact['value'])))
    lines.push(
      `  ${name.padEnd(20)} ${value.padEnd(34)} ${paint(state === 'fresh' ? 'dim' : 'yellow', origin.filter(Boolean).join(' · '))}`,
    )
  }
  const considered = (explained['considered'] ?? []) as readonly Block[]
  if (considered.length > 0) lines.push('', `  ${paint('bold', 'Looked at')}`)
  for (const one of considered) {
    const usable = one['verdict'] === 'usable'
    lines.push(
      `  ${String(one['who']).padEnd(36)} ${String(one['step']).padEnd(24)} ${paint(usable ? 'green' : 'yellow', String(one['verdict']))} ${paint('dim', String(one['source']))}`,
    )
  }
  const skipped = (explained['skipped'] ?? []) as readonly (readonly [string, string])[]
  if (skipped.length > 0) lines.push('', `  ${paint('bold', 'Passed over')}`)
  for (const [step, reason] of skipped) lines.push(`  ${step.padEnd(36)} ${paint('yellow', reason)}`)
  for (const [title, key] of [
    ['Undecided rules', 'undecided_rules'],
    ['Old facts', 'stale'],
    ['Missing', 'missing'],
    ['Flags', 'flags'],
    ['Audit', 'audit'],
  ] as const) {
    const items = (explained[key] ?? []) as readonly string[]
    if (items.length > 0) lines.push('', `  ${paint('bold', title)}  ${paint('yellow', items.join(', '))}`)
  }
  lines.push('', `  ${paint('dim', `configuration ${String(explained['config_change'])} · ${String(explained['at'])}`)}`)
  return lines.join('\n')
}

const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
