import type { Status } from '@cx-concierge/contract'
import type { Company } from '@cx-concierge/sandbox'
import { openDemoDesk, type DemoDesk } from '../support/demo-desk.ts'
import { acmeNumber, type DemoToken } from '../support/northwind-facts.ts'

/** The circumstances a question is asked under. */
export type Situation = keyof typeof situations

/** One kind of answer a tool can give, and a question that brings it about. */
export interface AnswerKind {
  readonly name: string
  readonly situation: Situation
  readonly token: DemoToken
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly status: Status
}

const hourMs = 3_600_000

const sarahOnLeave = (company: Company): Company => {
  const changed = structuredClone(company) as { booking_sheet: { rows: Record<string, Record<string, string>> } }
  Object.assign(changed.booking_sheet.rows['sarah.jenkins@northwind.example'] ?? {}, {
    'Backup email': 'rosa.meyer@northwind.example',
    'Out from': '2026-11-16',
    'Out until': '2026-12-04',
  })
  return { ...changed }
}

/** Opens a desk in each situation. */
export const situations = {
  'everything works': () => openDemoDesk(),
  'the booking sheet is down': () => openDemoDesk({ down: ['booking_sheet'] }),
  'Gainsight is down': () => openDemoDesk({ down: ['gainsight'] }),
  'everything is down': () => openDemoDesk({ down: 'all' }),
  'Sarah is on leave': () => openDemoDesk({ company: sarahOnLeave }),
  'Gainsight went down three hours ago': () => openDemoDesk(),
} as const satisfies Readonly<Record<string, () => Promise<DemoDesk>>>

/** How long ago a situation's desk last heard from Gainsight, in milliseconds. Above 0: the desk must have been asked before. */
export const silenceMs = (situation: Situation): number => (situation === 'Gainsight went down three hours ago' ? 3 * hourMs : 0)

const card = 'get_escalation_contact'
const team = 'get_account_team'
const health = 'get_account_health'
const acme = { account_id: acmeNumber }
const edo = { account_id: '001NwEdoSystem5IJA' }
const nobody = { account_id: '001NwNobodyHereIBC' }
const works = 'everything works'
const service = 'demo-service'
const kind = (
  name: string,
  situation: Situation,
  token: DemoToken,
  tool: string,
  args: AnswerKind['args'],
  status: Status,
): AnswerKind => ({ name, situation, token, tool, args, status })

/** Every kind of answer of the three tools that answer for a customer. */
export const answerKinds: readonly AnswerKind[] = [
  kind('card: ok', works, service, card, { ...acme, topic: 'technical', preferred_language: 'fr' }, 'ok'),
  kind('card: not at work', works, service, card, edo, 'ok'),
  kind('card: shared team', works, service, card, { account_id: '001NwBirchBake2IBB' }, 'ok'),
  kind('card: manager on duty', works, service, card, { ...acme, topic: 'urgent_outage' }, 'ok'),
  kind('card: covering', 'Sarah is on leave', service, card, acme, 'ok'),
  kind('card: degraded, no booking link', 'the booking sheet is down', service, card, acme, 'degraded'),
  kind('card: degraded, old facts', 'Gainsight went down three hours ago', service, card, acme, 'degraded'),
  kind('card: degraded, old facts, not at work', 'Gainsight went down three hours ago', service, card, edo, 'degraded'),
  kind('card: ambiguous', works, service, card, { email: 'new.hire@kestrel.example' }, 'ambiguous'),
  kind('card: ambiguous, for staff', works, 'demo-internal', card, { email: 'new.hire@kestrel.example' }, 'ambiguous'),
  kind('card: not_found', works, service, card, nobody, 'not_found'),
  kind('card: identity_unverified', works, 'demo-customer', card, { email: 'ceo@cobalt-health.example' }, 'identity_unverified'),
  kind('card: unavailable', 'everything is down', service, card, acme, 'unavailable'),
  kind('team: ok', works, service, team, acme, 'ok'),
  kind('team: some roles', works, service, team, { ...acme, roles: ['csm', 'onboarding'] }, 'ok'),
  kind('team: covering', 'Sarah is on leave', service, team, acme, 'ok'),
  kind('team: degraded', 'Gainsight is down', service, team, edo, 'degraded'),
  kind('team: degraded, old facts', 'Gainsight went down three hours ago', service, team, edo, 'degraded'),
  kind('team: ambiguous, for staff', works, 'demo-internal', team, { email: 'new.hire@kestrel.example' }, 'ambiguous'),
  kind('team: not_found', works, service, team, nobody, 'not_found'),
  kind('team: unavailable', 'everything is down', service, team, acme, 'unavailable'),
  kind('health: ok', works, service, health, acme, 'ok'),
  kind('health: degraded', 'Gainsight is down', service, health, acme, 'degraded'),
  kind('health: degraded, old facts', 'Gainsight went down three hours ago', service, health, acme, 'degraded'),
  kind('health: not_found', works, service, health, nobody, 'not_found'),
  kind('health: unavailable', 'everything is down', service, health, acme, 'unavailable'),
]
