import { compareNumber, parseHours, type Grant, type Policy, type Pool, type ScopeNeed, type StaticPerson } from '../../src/index.ts'
import { rule, step } from './rule.ts'
import { minutes, hours, days } from './time.ts'

/** Friday, 15:00 UTC: 10:00 in New York, 16:00 in Madrid and Warsaw, midnight in Tokyo. */
export const friday = Date.parse('2026-11-20T15:00:00Z')

const rules = [
  rule('churned', { 'account.status': 'churned' }, ['pool winback']),
  rule('urgent', { topic: 'urgent_outage' }, ['duty support-manager', 'pool support-247'], true),
  rule('vip', { 'account.tags': 'has VIP' }, ['person maria.ortiz@northwind.example', 'role csm', 'duty support-manager']),
  rule('onboarding', { 'account.lifecycle': 'Onboarding', 'account.segment': ['Enterprise', 'Mid-Market'] }, [
    'role onboarding',
    'role csm',
    'role ae',
    'duty support-manager',
  ]),
  rule('enterprise', { 'account.segment': 'Enterprise' }, ['role csm', 'role ae', 'duty support-manager']),
  rule('mid-market', { 'account.segment': 'Mid-Market' }, ['role csm', 'pool emea-success', 'duty support-manager']),
  rule('smb', { 'account.segment': 'SMB' }, ['pool smb-success']),
  rule('everyone-else', {}, ['duty support-manager']),
]

const manager = (name: string, timezone: string, hoursText: string): [string, StaticPerson] => {
  const email = `${name.toLowerCase().replace(' ', '.')}@northwind.example`
  return [email, { email, name, title: 'Support Manager', timezone, hours: parseHours(hoursText) }]
}

const need = (scope: string): ScopeNeed => ({ scope, coveredBy: scope === 'cx.route' ? ['cx.route.any'] : [] })
const own = (scope: string): Grant => ({ needs: [need(scope)], about: 'own', anyAccountWith: [] })
const platform = (scope: string): Grant => ({ needs: [need(scope)], about: 'vouched', anyAccountWith: [need('cx.route.any')] })
const staff = (scope: string): Grant => ({ needs: [need(scope)], about: 'anyone', anyAccountWith: [] })

const zonesOfCalendar = {
  US: ['America/New_York', 'America/Chicago'],
  ES: ['Europe/Madrid'],
  PL: ['Europe/Warsaw'],
  JP: ['Asia/Tokyo'],
}

/** Northwind Cloud's rules as plain values; whole parts may be replaced. */
export function northwind(changes: Partial<Policy> = {}): Policy {
  return {
    change: '2026-11-18-a',
    company: {
      name: 'Northwind Cloud',
      emailDomains: new Set(['northwind.example']),
      linkHosts: new Set(['book.northwind.example', 'calendly.com']),
      imageHosts: new Set(['img.northwind.example']),
    },
    sources: new Map([
      [
        'salesforce',
        {
          name: 'salesforce',
          accountId: canonicalId,
          provides: {
            lookups: ['accounts', 'accountsByNumber', 'accountsByContact', 'accountsByDomain', 'people'],
            attributes: ['name', 'status', 'segment', 'arr', 'country', 'tags', 'parentId'],
            roles: ['owner', 'team.*'],
          },
        },
      ],
      [
        'gainsight',
        {
          name: 'gainsight',
          provides: {
            lookups: ['accounts', 'people'],
            attributes: ['name', 'status', 'arr', 'country', 'lifecycle', 'healthScore'],
            roles: ['csm'],
          },
        },
      ],
      ['booking_sheet', { name: 'booking_sheet', provides: { lookups: ['coverage'] } }],
      ['headshots', { name: 'headshots', provides: { lookups: ['headshots'] } }],
    ]),
    identify: {
      authority: 'salesforce',
      order: ['contact_email', 'email_domain'],
      freeMailDomains: new Set(['gmail.com', 'gmx.de']),
      severalInOneFamily: 'use_top_parent',
      preferActive: true,
    },
    attributes: {
      name: believed('salesforce', 'gainsight'),
      status: {
        ...believed('gainsight', 'salesforce'),
        means: new Map([
          ['churn', 'churned'],
          ['churned', 'churned'],
          ['former customer', 'churned'],
          ['active', 'active'],
          ['customer', 'active'],
          ['inactive', 'inactive'],
        ]),
      },
      segment: { from: [{ kind: 'source', source: 'salesforce' }, { kind: 'parent' }, { kind: 'by_arr' }], means: new Map() },
      arr: believed('gainsight', 'salesforce'),
      country: believed('salesforce', 'gainsight'),
      lifecycle: believed('gainsight'),
      tags: believed('salesforce'),
      healthScore: believed('gainsight'),
    },
    roles: new Map([
      [
        'csm',
        {
          from: [
            { source: 'gainsight', word: 'csm' },
            { source: 'salesforce', word: 'team.CSM' },
          ],
          inheritFromParent: true,
        },
      ],
      ['ae', { from: [{ source: 'salesforce', word: 'owner' }], inheritFromParent: true }],
      ['onboarding', { from: [{ source: 'salesforce', word: 'team.Onboarding Manager' }], inheritFromParent: false }],
    ]),
    segmentsByArr: [
      { segment: 'Enterprise', atLeast: 100_000 },
      { segment: 'Mid-Market', atLeast: 25_000 },
      { segment: 'SMB', atLeast: 0 },
    ],
    regionOfCountry: new Map([
      ['US', 'AMER'],
      ['FR', 'EMEA'],
      ['DE', 'EMEA'],
      ['ES', 'EMEA'],
      ['GB', 'EMEA'],
      ['JP', 'APAC'],
    ]),
    freshness: {
      default: { freshMs: 15 * minutes, usableMs: 24 * hours },
      facts: new Map([
        ['account.status', { freshMs: 15 * minutes, usableMs: 4 * hours }],
        ['health.score', { freshMs: 1 * hours, usableMs: 30 * days }],
      ]),
    },
    people: {
      detailsFrom: ['salesforce', 'gainsight'],
      coverageFrom: ['booking_sheet'],
      headshotsFrom: ['headshots'],
      isPlaceholder: (email) => /^(?:csm-pool|integration|unassigned.*)@northwind\.example$/.test(email),
      inactiveAnywhereMeansInactive: true,
      defaultHours: parseHours('Mon-Fri 09:00-17:00'),
      static: new Map([
        [
          'maria.ortiz@northwind.example',
          {
            email: 'maria.ortiz@northwind.example',
            name: 'Maria Ortiz',
            title: 'VP Customer Success',
            timezone: 'America/New_York',
            bookingUrl: 'https://book.northwind.example/maria-ortiz',
          },
        ],
        manager('Carlos Reyes', 'America/New_York', 'Mon-Fri 08:00-20:00'),
        manager('Nina Kowalski', 'Europe/Warsaw', 'Mon-Fri 08:00-18:00'),
        manager('Kenji Mori', 'Asia/Tokyo', 'Mon-Fri 08:00-18:00'),
      ]),
      calendars: new Map([
        ['US', new Set(['2026-11-26', '2026-12-25'])],
        ['ES', new Set(['2026-12-08', '2026-12-25'])],
        ['PL', new Set(['2026-12-25'])],
        ['JP', new Set(['2026-11-23'])],
      ]),
      calendarOfZone: new Map(Object.entries(zonesOfCalendar).flatMap(([name, zones]) => zones.map((zone) => [zone, name] as const))),
    },
    pools: new Map<string, Pool>([
      desk('smb-success', 'Customer Success Team', 'success'),
      desk('winback', 'Customer Care Team', 'welcome-back'),
      desk('support-247', 'Northwind Support', 'support', true),
      [
        'emea-success',
        {
          id: 'emea-success',
          name: 'EMEA Success Team',
          show: 'member' as const,
          email: 'emea-success@northwind.example',
          members: ['diego.alvarez@northwind.example', 'chloe.martin@northwind.example', 'hugo.lind@northwind.example'],
          alwaysOn: false,
        },
      ],
    ]),
    duties: new Map([
      [
        'support-manager',
        {
          id: 'support-manager',
          role: 'support_manager',
          choose: 'account_region_first',
          shifts: [
            shift('AMER', 'carlos.reyes', 'Mon-Fri 08:00-20:00', 'America/New_York'),
            shift('EMEA', 'nina.kowalski', 'Mon-Fri 08:00-18:00', 'Europe/Warsaw'),
            shift('APAC', 'kenji.mori', 'Mon-Fri 08:00-18:00', 'Asia/Tokyo'),
          ],
          swaps: [],
        },
      ],
    ]),
    routing: {
      rules,
      lastResort: 'support-247',
      whenSystemsAreDown: [step('duty support-manager')],
      away: { outOfOffice: 'use_backup', outOfHours: 'keep_and_say_when', holiday: 'keep_and_say_when' },
    },
    health: {
      words: [
        { word: 'at_risk', fits: compareNumber('<', 50) },
        { word: 'healthy', fits: compareNumber('>=', 50) },
      ],
    },
    access: new Map([
      ['get_escalation_contact', { customer: own('cx.route'), service: platform('cx.route'), internal: staff('cx.route') }],
      ['get_account_team', { service: platform('cx.team.read'), internal: staff('cx.team.read') }],
      ['get_account_health', { service: platform('crm.health.read'), internal: staff('crm.health.read') }],
      ['explain_routing', { internal: staff('cx.explain') }],
    ]),
    cards: { show: new Set(['kind', 'name', 'title', 'role', 'email', 'booking_url', 'headshot_url', 'timezone', 'languages'] as const) },
    ...changes,
  }
}

/** The same rules with one part of the people block changed. */
export const northwindPeople = (people: Partial<Policy['people']>): Policy => northwind({ people: { ...northwind().people, ...people } })

/** The same rules with one part of the routing block changed. */
export const northwindRouting = (routing: Partial<Policy['routing']>): Policy =>
  northwind({ routing: { ...northwind().routing, ...routing } })

const believed = (...sources: string[]): { from: { kind: 'source'; source: string }[]; means: Map<string, string> } => ({
  from: sources.map((source) => ({ kind: 'source', source })),
  means: new Map(),
})

const desk = (id: string, name: string, mailbox: string, alwaysOn = false) =>
  [id, { id, name, show: 'team' as const, email: `${mailbox}@northwind.example`, members: [], alwaysOn }] as const

const shift = (region: string, who: string, when: string, timezone: string) => ({
  region,
  who: `${who}@northwind.example`,
  hours: parseHours(when),
  timezone,
})

const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Eighteen characters are kept; fifteen get the suffix that says which of them are capitals. */
function canonicalId(typed: string): string | undefined {
  if (!/^001[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?$/.test(typed)) return undefined
  if (typed.length === 18) return typed
  const suffix = [0, 5, 10].map((from) => {
    const capitals = typed.slice(from, from + 5).split('')
    return suffixLetters[capitals.reduce((bits, letter, place) => bits + (/[A-Z]/.test(letter) ? 2 ** place : 0), 0)] as string
  })
  return typed + suffix.join('')
}
