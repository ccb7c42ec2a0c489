import type { AccountRecord, CoverageRecord, ErrorCode, HeadshotRecord, LookupName, PersonRecord } from '@cx-concierge/contract'

/** What one system holds, and how it is doing. */
export interface Records {
  /** Set: the system cannot be asked. */
  readonly down?: ErrorCode
  /** Only these kinds of question fail. */
  readonly unreadable?: readonly LookupName[]
  /** When its answers were read; now, unless said otherwise. */
  readonly readAt?: number
  /** Its answers are older ones, kept because newer ones could not be had. */
  readonly refreshFailed?: ErrorCode
  readonly accounts?: Readonly<Record<string, AccountRecord | undefined>>
  readonly accountsByNumber?: Readonly<Record<string, readonly string[]>>
  readonly accountsByContact?: Readonly<Record<string, readonly string[]>>
  readonly accountsByDomain?: Readonly<Record<string, readonly string[]>>
  /** By the person's id; found by e-mail too. */
  readonly people?: Readonly<Record<string, PersonRecord | undefined>>
  readonly coverage?: Readonly<Record<string, CoverageRecord | undefined>>
  readonly headshots?: Readonly<Record<string, HeadshotRecord | undefined>>
}

/** The systems of the pretend company. */
export const systems = ['salesforce', 'gainsight', 'booking_sheet', 'headshots'] as const

/** One of {@link systems}. */
export type System = (typeof systems)[number]

/** Everything the pretend company holds. */
export type Company = Readonly<Record<System, Records>>

type Partially<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [Key in keyof T]?: Partially<T[Key]> | undefined } : T

/** Differences to the pretend company: objects are merged, everything else is replaced; `undefined` removes. */
export type Changes = Partially<Company>

/** Cannot be asked. */
export const down = { down: 'BACKEND_UNAVAILABLE' } as const

/** Accounts by name. Ids have the shape of the authority's. */
export const accounts = {
  acme: '001NwAcmeRobot1IRA',
  birch: '001NwBirchBake2IBB',
  cobalt: '001NwCobaltHea3IBC',
  dune: '001NwDuneLogis4IRA',
  edo: '001NwEdoSystem5IJA',
  ferro: '001NwFerroIber6IBB',
  globex: '001NwGlobexHol7IBC',
  globexEurope: '001NwGlobexEur8IBC',
  globexUk: '001NwGlobexUkL9IBK',
  halcyon: '001NwHalcyonMe0IBE',
  iris: '001NwIrisBankA1IRI',
  juniper: '001NwJuniperLb2IBE',
  kestrelNorth: '001NwKestrelNo3IBE',
  kestrelSouth: '001NwKestrelSo4IBE',
  acmeOld: '001NwAcmeOldRe5IRE',
  nobody: '001NwNobodyHereIBC',
} as const

/** The address of a colleague. */
export const mail = (who: string): string => `${who}@northwind.example`
/** A colleague's id in Salesforce. */
export const inSalesforce = (who: string): string => `005-${who}`
/** A colleague's id in Gainsight. */
export const inGainsight = (who: string): string => `1P0-${who}`

const csm = 'Customer Success Manager'
const colleagues: readonly (readonly [who: string, name: string, title: string, timezone: string])[] = [
  ['sarah.jenkins', 'Sarah Jenkins', `Senior ${csm}`, 'America/New_York'],
  ['rosa.meyer', 'Rosa Meyer', csm, 'America/New_York'],
  ['omar.haddad', 'Omar Haddad', csm, 'America/New_York'],
  ['diego.alvarez', 'Diego Álvarez', csm, 'Europe/Madrid'],
  ['chloe.martin', 'Chloé Martin', csm, 'Europe/Paris'],
  ['hugo.lind', 'Hugo Lind', csm, 'Europe/Stockholm'],
  ['aiko.tanaka', 'Aiko Tanaka', csm, 'Asia/Tokyo'],
  ['priya.nair', 'Priya Nair', 'Account Executive', 'America/Chicago'],
  ['tom.becker', 'Tom Becker', 'Account Executive', 'Europe/Berlin'],
  ['lena.fischer', 'Lena Fischer', 'Onboarding Manager', 'Europe/Berlin'],
]

const recordsOf = (idOf: (who: string) => string): Record<string, PersonRecord> =>
  Object.fromEntries(
    colleagues.map(([who, name, title, timezone]) => [
      idOf(who),
      { id: idOf(who), email: mail(who), name, title, timezone, employment: 'active' },
    ]),
  )

const placeholder = (id: string, who: string, name: string): PersonRecord => ({ id, email: mail(who), name, employment: 'active' })

function sold(id: string, name: string, segment: string | null, country: string, owner: string, more: Partial<AccountRecord> = {}) {
  return {
    id,
    name,
    status: 'Customer',
    segment,
    arr: null,
    country,
    tags: [],
    parentId: null,
    roles: { owner: [{ id: inSalesforce(owner), email: mail(owner) }] },
    ...more,
  } satisfies AccountRecord
}

function served(id: string, csmIs: string | undefined, arr: number, more: Partial<AccountRecord> = {}): AccountRecord {
  return {
    id,
    status: 'Active',
    arr,
    lifecycle: 'Adoption',
    healthScore: 80,
    healthScoreAt: '2026-11-19T06:00:00.000Z',
    roles: { csm: csmIs === undefined ? [] : [{ id: inGainsight(csmIs), email: mail(csmIs) }] },
    ...more,
  }
}

const byId = (...records: readonly AccountRecord[]): Record<string, AccountRecord> =>
  Object.fromEntries(records.map((record) => [record.id, record]))
const a = accounts

/** Northwind Cloud on an ordinary day. */
export const company: Company = {
  salesforce: {
    accounts: byId(
      sold(a.acme, 'Acme Robotics', 'Enterprise', 'US', 'priya.nair'),
      sold(a.birch, 'Birch Bakery', 'SMB', 'US', 'integration'),
      sold(a.cobalt, 'Cobalt Health', 'Mid-Market', 'FR', 'tom.becker'),
      sold(a.dune, 'Dune Logistics', 'Enterprise', 'US', 'integration'),
      sold(a.edo, 'Edo Systems', 'Enterprise', 'JP', 'tom.becker'),
      sold(a.ferro, 'Ferro Iberia', 'Enterprise', 'ES', 'tom.becker'),
      sold(a.globex, 'Globex Holdings', 'Enterprise', 'US', 'priya.nair'),
      sold(a.globexEurope, 'Globex Europe', null, 'DE', 'integration', { parentId: a.globex }),
      sold(a.globexUk, 'Globex UK Ltd', null, 'GB', 'integration', { parentId: a.globexEurope }),
      sold(a.halcyon, 'Halcyon Media', 'Enterprise', 'US', 'priya.nair', { status: 'Former Customer' }),
      sold(a.iris, 'Iris Bank', 'Enterprise', 'US', 'priya.nair', { tags: ['VIP'] }),
      sold(a.juniper, 'Juniper Labs', 'Enterprise', 'DE', 'tom.becker', {
        roles: {
          owner: [{ id: inSalesforce('tom.becker'), email: mail('tom.becker') }],
          'team.Onboarding Manager': [{ id: inSalesforce('lena.fischer'), email: mail('lena.fischer'), since: '2026-09-01' }],
        },
      }),
      sold(a.kestrelNorth, 'Kestrel North', 'SMB', 'US', 'priya.nair'),
      sold(a.kestrelSouth, 'Kestrel South', 'Enterprise', 'US', 'priya.nair'),
      { id: a.acmeOld, name: 'Acme Robotics Inc (dup)', deleted: true, mergedInto: a.acme },
    ),
    accountsByNumber: { '12345': [a.acme], '777': [a.kestrelNorth, a.kestrelSouth] },
    accountsByContact: { 'jane.doe@acme-robotics.example': [a.acme], 'sam@consult.example': [a.halcyon, a.acme] },
    accountsByDomain: {
      'acme-robotics.example': [a.acme],
      'globex.example': [a.globex, a.globexEurope, a.globexUk],
      'kestrel.example': [a.kestrelNorth, a.kestrelSouth],
    },
    people: {
      ...recordsOf(inSalesforce),
      [inSalesforce('integration')]: placeholder(inSalesforce('integration'), 'integration', 'Integration User'),
    },
  },
  gainsight: {
    accounts: byId(
      served(a.acme, 'sarah.jenkins', 420_000),
      served(a.birch, 'csm-pool', 4_800),
      served(a.cobalt, undefined, 60_000),
      served(a.dune, undefined, 180_000),
      served(a.edo, 'aiko.tanaka', 300_000),
      served(a.ferro, 'diego.alvarez', 150_000),
      served(a.globex, 'sarah.jenkins', 900_000),
      served(a.globexUk, undefined, 9_000),
      served(a.halcyon, 'sarah.jenkins', 0, { status: 'Churn' }),
      served(a.iris, 'sarah.jenkins', 2_000_000),
      served(a.juniper, 'diego.alvarez', 130_000, { lifecycle: 'Onboarding' }),
      served(a.kestrelNorth, undefined, 3_000),
      served(a.kestrelSouth, 'sarah.jenkins', 200_000),
    ),
    people: {
      ...recordsOf(inGainsight),
      [inGainsight('csm-pool')]: placeholder(inGainsight('csm-pool'), 'csm-pool', 'CSM Pool'),
    },
  },
  booking_sheet: {
    coverage: Object.fromEntries(
      colleagues.map(([who]) => [
        mail(who),
        { bookingUrl: `https://book.northwind.example/${who.replace('.', '-')}`, languages: [languageOf(who), 'en'] },
      ]),
    ),
  },
  headshots: { headshots: { [mail('sarah.jenkins')]: { url: 'https://img.northwind.example/people/11635f2af307823f.jpg' } } },
}

function languageOf(who: string): string {
  return { 'diego.alvarez': 'es', 'chloe.martin': 'fr', 'hugo.lind': 'sv', 'aiko.tanaka': 'ja', 'tom.becker': 'de' }[who] ?? 'en-US'
}
