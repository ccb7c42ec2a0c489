import type { AccountAttribute, Card, LookupName, Provides } from '@cx-concierge/contract'
import type { Grants } from './access.ts'
import type { Hours } from './time/hours.ts'
import type { Condition } from './route/condition.ts'

/** How old a fact may be. Milliseconds. */
export interface Ages {
  /** As good as live. */
  readonly freshMs: number
  /** Shown, but labelled old. Older than this, it is unknown. */
  readonly usableMs: number
}

/** Where an attribute's value may come from, in the order of belief. */
export type AttributeOrigin =
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'parent' }
  | { readonly kind: 'by_arr' }

/** How one attribute of an account is found. */
export interface AttributeRule {
  readonly from: readonly AttributeOrigin[]
  /** The sources' words, lower case → ours. Words not listed stay as they are. */
  readonly means: ReadonlyMap<string, string>
}

/** How the holder of one role is found. */
export interface RoleRule {
  readonly from: readonly { readonly source: string; readonly word: string }[]
  readonly inheritFromParent: boolean
}

/** Somebody who must be reachable even when every system is down. */
export interface StaticPerson {
  readonly email: string
  readonly name: string
  readonly title?: string
  readonly timezone?: string
  readonly calendar?: string
  readonly hours?: Hours
  readonly bookingUrl?: string
  readonly languages?: readonly string[]
}

/** A shared desk, or people who share accounts. */
export interface Pool {
  readonly id: string
  readonly name: string
  readonly show: 'team' | 'member'
  readonly email: string
  readonly bookingUrl?: string
  readonly members: readonly string[]
  readonly alwaysOn: boolean
}

/** A time in the week during which somebody is on duty. */
export interface Shift {
  readonly region: string
  readonly who: string
  readonly hours: Hours
  readonly timezone: string
}

/** Somebody takes a region's shifts for a while, at the shifts' own hours. Epoch milliseconds, `to` exclusive. */
export interface Swap {
  readonly region: string
  readonly who: string
  readonly from: number
  readonly to: number
}

/** A duty roster. */
export interface Duty {
  readonly id: string
  /** The role shown on the card. */
  readonly role: string
  readonly shifts: readonly Shift[]
  readonly swaps: readonly Swap[]
  readonly choose: 'account_region_first' | 'listed_order'
}

/** One link of a chain. `text` is how the rule spells it. */
export type Step = { readonly text: string } & (
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'pool'; readonly pool: string }
  | { readonly kind: 'duty'; readonly duty: string }
  | { readonly kind: 'person'; readonly email: string }
)

/** One routing rule; the first that fits wins. */
export interface Rule {
  readonly id: string
  readonly label: string
  /** Absent: fits everything. */
  readonly when?: Condition
  readonly needAtWorkNow: boolean
  readonly sendTo: readonly Step[]
}

/** What to do when somebody is away. */
export interface AwayPolicy {
  readonly outOfOffice: 'use_backup' | 'next_step' | 'keep_and_say_when'
  readonly outOfHours: 'keep_and_say_when' | 'next_step'
  readonly holiday: 'keep_and_say_when' | 'next_step'
}

/** One connected system as the policy sees it. */
export interface PolicySource {
  readonly name: string
  readonly provides: Provides
  /** It is read with each caller's own rights: what it does not show a caller is not theirs to know. */
  readonly readAsCaller?: true
  /** The canonical form of an id of this system, or `undefined` when the text cannot be one. */
  readonly accountId?: (typed: string) => string | undefined
}

/** The company's rules, read from its four files and made ready. Plain data and pure functions; never changed in place. */
export interface Policy {
  /** Which change of the configuration is in force. */
  readonly change: string
  readonly company: {
    readonly name: string
    readonly emailDomains: ReadonlySet<string>
    readonly linkHosts: ReadonlySet<string>
    readonly imageHosts: ReadonlySet<string>
  }
  readonly sources: ReadonlyMap<string, PolicySource>
  readonly identify: {
    /** The system whose ids are the company's account ids. */
    readonly authority: string
    readonly order: readonly ('contact_email' | 'email_domain')[]
    readonly freeMailDomains: ReadonlySet<string>
    readonly severalInOneFamily: 'use_top_parent' | 'ask'
    readonly preferActive: boolean
  }
  readonly attributes: Readonly<Partial<Record<AccountAttribute, AttributeRule>>>
  readonly roles: ReadonlyMap<string, RoleRule>
  /** Highest floor first. */
  readonly segmentsByArr: readonly { readonly segment: string; readonly atLeast: number }[]
  readonly regionOfCountry: ReadonlyMap<string, string>
  readonly freshness: { readonly default: Ages; readonly facts: ReadonlyMap<string, Ages> }
  readonly people: {
    /** Sources of names and titles, in the order of belief. */
    readonly detailsFrom: readonly string[]
    readonly coverageFrom: readonly string[]
    readonly headshotsFrom: readonly string[]
    readonly isPlaceholder: (email: string) => boolean
    readonly inactiveAnywhereMeansInactive: boolean
    readonly defaultHours: Hours
    readonly static: ReadonlyMap<string, StaticPerson>
    /** Calendar → days off, `YYYY-MM-DD`. */
    readonly calendars: ReadonlyMap<string, ReadonlySet<string>>
    /** By canonical zone. */
    readonly calendarOfZone: ReadonlyMap<string, string>
  }
  readonly pools: ReadonlyMap<string, Pool>
  readonly duties: ReadonlyMap<string, Duty>
  readonly routing: {
    readonly rules: readonly Rule[]
    readonly lastResort: string
    readonly whenSystemsAreDown: readonly Step[]
    readonly away: AwayPolicy
  }
  readonly health: {
    /** In order; the first that fits gives the word. */
    readonly words: readonly { readonly word: 'healthy' | 'at_risk'; readonly fits: (score: number) => boolean }[]
  }
  /** Who may use which tool, and whose records they may ask it about. */
  readonly access: ReadonlyMap<string, Grants>
  readonly cards: { readonly show: ReadonlySet<keyof Card> }
}

/** The sources that answer a kind of question, in the order of the configuration. */
export function sourcesOf(policy: Policy, lookup: LookupName): readonly string[] {
  const known = answering.get(policy)
  if (known) return known[lookup] ?? none
  const table: Partial<Record<LookupName, string[]>> = {}
  for (const source of policy.sources.values()) for (const name of source.provides.lookups) (table[name] ??= []).push(source.name)
  answering.set(policy, table)
  return table[lookup] ?? none
}

/** The age limits of a fact. */
export const agesOf = (policy: Policy, fact: string): Ages => policy.freshness.facts.get(fact) ?? policy.freshness.default

const none: readonly string[] = []
const answering = new WeakMap<Policy, Partial<Record<LookupName, string[]>>>()
