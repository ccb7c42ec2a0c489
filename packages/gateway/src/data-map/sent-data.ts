import { audiences, EscalationAnswer, HealthAnswer, TeamAnswer, type Audience, type Card } from '@cx-concierge/contract'
import type { Config } from '../config/load-config.ts'
import { toolNames, type ToolName } from '../config/shapes/tools-block.ts'
import type { About } from './about.ts'
import { recordParts } from './kept-data.ts'

/** One field of a tool's answers, and whose agents may get it. */
export interface SentData {
  readonly tool: ToolName
  readonly audiences: readonly Audience[]
  /** From the top of the answer, with `.` between. */
  readonly field: string
  readonly about: About
}

const aboutCard: Readonly<Record<keyof Card, About>> = {
  kind: 'company',
  name: 'colleague',
  title: 'colleague',
  role: 'company',
  email: 'colleague',
  booking_url: 'colleague',
  headshot_url: 'colleague',
  timezone: 'colleague',
  languages: 'colleague',
}

const ofColleagues = new Set(['availability', 'covering_for', 'agent_message'])

/** Every field any answer can have, by the schemas answers go through and the card fields that are shown. */
export function sentData({ policy }: Config): readonly SentData[] {
  const shown = (Object.keys(aboutCard) as (keyof Card)[]).filter(
    (field) => field === 'kind' || field === 'name' || policy.cards.show.has(field),
  )
  const cardAt = (at: string): Field[] => shown.map((field) => [`${at}.${field}`, aboutCard[field]])
  const memberFields = ['name', 'title', 'email', 'booking_url'] as const
  const members = shown.filter((field) => memberFields.some((one) => one === field))
  const fields: Readonly<Record<ToolName, readonly Field[]>> = {
    get_escalation_contact: [...plain(EscalationAnswer.shape), ...cardAt('contact')],
    get_account_team: [
      ...plain(TeamAnswer.shape),
      ...cardAt('contact'),
      ['team.state', 'company'],
      ...members.map((field): Field => [`team.${field}`, aboutCard[field]]),
    ],
    get_account_health: plain(HealthAnswer.shape),
    explain_routing: [
      ['decision_id', 'company'],
      ['at', 'company'],
      ['audit', 'company'],
      ...recordParts.flatMap(({ record, part, about }): Field[] => (record === 'decision' && part !== 'snapshot' ? [[part, about]] : [])),
    ],
  }
  return toolNames.flatMap((tool) => {
    const grants = policy.access.get(tool)
    if (!grants) return []
    const offered = audiences.filter((audience) => grants[audience])
    return fields[tool].map(([field, about]) => ({
      tool,
      // names of several accounts that fit are for whoever may ask about anyone
      audiences: field === 'candidates' ? offered.filter((audience) => grants[audience]?.about === 'anyone') : offered,
      field,
      about,
    }))
  })
}

type Field = readonly [name: string, about: About]

const plain = (shape: object): Field[] =>
  Object.keys(shape)
    .filter((name) => name !== 'contact' && name !== 'team')
    .map((name): Field => [name, ofColleagues.has(name) ? 'colleague' : 'company'])
