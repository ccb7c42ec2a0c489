import { styleText } from 'node:util'

type Style = 'bold' | 'cyan' | 'dim' | 'green' | 'yellow' | 'red'
type Block = Readonly<Record<string, unknown>>

const width = 74
const states: Readonly<Record<string, readonly [Style, string]>> = {
  available: ['green', 'available now'],
  out_of_hours: ['yellow', 'out of hours'],
  holiday: ['yellow', 'holiday'],
  out_of_office: ['yellow', 'out of office'],
  unknown: ['dim', 'availability not known'],
}

/** Draws an answer of the desk as a person would want to see it. */
export function cardPicture(answer: Block, colours: boolean): string {
  const paint = (style: Style, text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text)
  const lines: string[] = []
  const contact = block(answer['contact'])
  if (contact) lines.push(...framed(contactLines(contact, block(answer['availability']), text(answer['covering_for']), paint), paint))
  const team = block(answer['team'])
  if (team) for (const [role, member] of Object.entries(team)) lines.push(memberLine(role, block(member) ?? {}, paint))
  if (text(answer['health']) !== undefined)
    lines.push(`  ${paint('bold', text(answer['health']) ?? '')}  ${paint('dim', text(answer['as_of']) ?? '')}`)
  for (const one of list(answer['candidates'])) lines.push(`  ${text(one['name']) ?? ''}  ${paint('dim', text(one['account_id']) ?? '')}`)
  lines.push('', `  ${paint('dim', 'say')}  ${wrapped(text(answer['agent_message']) ?? '', width - 7).join('\n       ')}`, '')
  const status = text(answer['status']) ?? ''
  const facts = [
    text(answer['why']),
    text(answer['account_id']) && `${text(answer['account_id'])} by ${text(answer['matched_by'])}`,
    text(answer['decision_id']),
  ]
  lines.push(`  ${paint(status === 'ok' ? 'green' : 'yellow', status)}  ${paint('dim', facts.filter(Boolean).join(' · '))}`)
  return lines.join('\n')
}

type Paint = (style: Style, text: string) => string

function contactLines(
  contact: Block,
  availability: Block | undefined,
  coveringFor: string | undefined,
  paint: Paint,
): [plain: string, painted: string][] {
  const [style, state] = states[text(availability?.['state']) ?? 'unknown'] ?? (['dim', ''] as const)
  const name = text(contact['name']) ?? ''
  const gap = ' '.repeat(Math.max(2, width - 6 - lengthOf(name) - state.length - 2))
  const rows: [string, string][] = [[`${name}${gap}● ${state}`, `${paint('bold', name)}${gap}${paint(style, `● ${state}`)}`]]
  const add = (value: string | undefined, painted?: Style): void => {
    if (value !== undefined) rows.push([value, painted ? paint(painted, value) : value])
  }
  add([text(contact['title']), text(contact['role'])].filter(Boolean).join(' · ') || undefined)
  if (coveringFor !== undefined) add(`covering for ${coveringFor}`, 'yellow')
  rows.push(['', ''])
  add(text(contact['email']) && `✉ ${text(contact['email'])}`, 'cyan')
  add(text(contact['booking_url']) && `▸ ${text(contact['booking_url'])}`, 'cyan')
  add(text(contact['headshot_url']) && `◉ ${text(contact['headshot_url'])}`, 'dim')
  const place = [text(contact['timezone']), (contact['languages'] as readonly string[] | undefined)?.join(', ')].filter(Boolean).join(' · ')
  add(place === '' ? undefined : `⌂ ${place}`, 'dim')
  add(text(availability?.['next_available_at']) && `⏱ back ${text(availability?.['next_available_at'])}`, 'yellow')
  return rows
}

function framed(rows: readonly [string, string][], paint: Paint): string[] {
  const edge = (left: string, right: string): string => `  ${paint('dim', `${left}${'─'.repeat(width - 4)}${right}`)}`
  const side = paint('dim', '│')
  const body = rows.map(([plain, painted]) => `  ${side} ${painted}${' '.repeat(Math.max(0, width - 6 - lengthOf(plain)))} ${side}`)
  return [edge('╭', '╮'), ...body, edge('╰', '╯')]
}

function memberLine(role: string, member: Block, paint: Paint): string {
  if (member['state'] !== 'filled') return `  ${role.padEnd(12)} ${paint('yellow', String(member['state']))}`
  return `  ${role.padEnd(12)} ${paint('bold', text(member['name']) ?? '')} ${paint('dim', [member['title'], member['email']].filter(Boolean).join(' · '))}`
}

function wrapped(sentence: string, columns: number): string[] {
  const lines: string[] = []
  for (const paragraph of sentence.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > columns) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    lines.push(line)
  }
  return lines
}

const lengthOf = (line: string): number => Array.from(segmenter.segment(line)).length
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const block = (value: unknown): Block | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Block) : undefined
const list = (value: unknown): readonly Block[] => (Array.isArray(value) ? (value as readonly Block[]) : [])
