import type { Card } from '@cx-concierge/contract'
import { compareNumber, type Policy, type PolicySource } from '@cx-concierge/core'
import allFreeMail from 'email-providers/all.json' with { type: 'json' }
import type { Fault } from '../fault.ts'
import { didYouMean } from '../nearest.ts'
import type { RoutingFile } from '../shapes/routing-file.ts'
import type { YamlFile } from '../yaml-file.ts'
import { compileAccess } from './access.ts'
import { compileFacts, compileFreshness, compileRoles } from './facts.ts'
import { compilePeople } from './people.ts'
import type { PolicyParts } from './policy-parts.ts'
import { compileRules, knownNames, stepFault } from './rules.ts'

/** Makes the company's rules ready. Faults are added to the list; with any error among them the policy must not be used. */
export function compilePolicy(parts: PolicyParts, faults: Fault[]): Policy {
  const { yaml, file } = parts.routing
  const sources = new Map<string, PolicySource>(
    [...parts.connectors].map(([name, connector]) => [
      name,
      {
        name,
        provides: connector.provides,
        ...(connector.accountId ? { accountId: connector.accountId } : {}),
        ...(parts.readAsCaller.has(name) ? { readAsCaller: true as const } : {}),
      },
    ]),
  )
  const known = knownNames(file, parts.named)
  const people = compilePeople(parts, faults)
  const lastResort = lastResortOf(parts, known.pools, faults)
  file.when_systems_are_down.forEach((step, index) => {
    stepFault(yaml, ['when_systems_are_down', index], step, known, faults)
    if (step.kind === 'role')
      faults.push(
        yaml.fault(['when_systems_are_down', index], 'a role cannot be read when the systems are down', {
          hint: 'use a pool, a duty or a person',
        }),
      )
  })
  const authority = file.identify.account_ids_of
  if (!sources.get(authority)?.accountId) {
    faults.push(
      yaml.fault(['identify', 'account_ids_of'], `"${authority}" is not a connector with account ids`, {
        hint: didYouMean(authority, [...sources.keys()]),
      }),
    )
  }
  file.people_details.from.forEach((name, index) => {
    if (!sources.get(name)?.provides.lookups.includes('people')) {
      faults.push(
        yaml.fault(['people_details', 'from', index], `"${name}" is not a connector that knows people`, {
          hint: didYouMean(name, [...sources.keys()]),
        }),
      )
    }
  })
  const answering = (lookup: 'coverage' | 'headshots'): string[] =>
    [...sources.values()].filter((source) => source.provides.lookups.includes(lookup)).map((source) => source.name)

  return {
    change: file.change.id,
    company: {
      name: parts.access.file.company.name,
      emailDomains: new Set(parts.access.file.company.email_domains),
      linkHosts: new Set(parts.access.file.company.link_hosts),
      imageHosts: new Set(parts.access.file.company.image_hosts),
    },
    sources,
    identify: {
      authority,
      order: file.identify.by_email,
      freeMailDomains: new Set(file.identify.ignore_domains.flatMap((domain) => (domain === 'free-mail' ? allFreeMail : [domain]))),
      severalInOneFamily: file.identify.several_in_one_family,
      preferActive: file.identify.prefer_active,
    },
    attributes: compileFacts(yaml, file, sources, faults),
    roles: compileRoles(yaml, file, sources, faults),
    segmentsByArr: Object.entries(file.segments_by_arr)
      .map(([segment, atLeast]) => ({ segment, atLeast }))
      .toSorted((a, b) => b.atLeast - a.atLeast),
    regionOfCountry: regionsOf(yaml, file, faults),
    freshness: compileFreshness(yaml, file, faults),
    people: {
      detailsFrom: file.people_details.from,
      coverageFrom: answering('coverage'),
      headshotsFrom: answering('headshots'),
      isPlaceholder: people.isPlaceholder,
      inactiveAnywhereMeansInactive: parts.people.file.inactive_anywhere_means_inactive,
      defaultHours: parts.people.file.working_hours,
      static: people.static,
      calendars: people.calendars,
      calendarOfZone: people.calendarOfZone,
    },
    pools: people.pools,
    duties: people.duties,
    routing: {
      rules: compileRules(yaml, file, known, faults),
      lastResort,
      whenSystemsAreDown: file.when_systems_are_down,
      away: {
        outOfOffice: file.when_somebody_is_away.out_of_office,
        outOfHours: file.when_somebody_is_away.out_of_hours,
        holiday: file.when_somebody_is_away.holiday,
      },
    },
    health: {
      words: (['at_risk', 'healthy'] as const).flatMap((word) => {
        const rule = file.health?.[word]
        return rule ? [{ word, fits: compareNumber(rule.sign, rule.bound) }] : []
      }),
    },
    access: compileAccess(parts.access.yaml, parts.access.file, faults),
    cards: { show: new Set(parts.access.file.cards.show as (keyof Card)[]) },
  }
}

function lastResortOf(parts: PolicyParts, pools: readonly string[], faults: Fault[]): string {
  const { yaml, file } = parts.routing
  const step = file.last_resort
  if (step.kind !== 'pool') {
    faults.push(yaml.fault(['last_resort'], 'must be a pool', { hint: `one of: ${pools.join(', ')}` }))
    return ''
  }
  const pool = parts.people.file.pools[step.pool]
  if (!pools.includes(step.pool))
    faults.push(yaml.fault(['last_resort'], `there is no pool "${step.pool}"`, { hint: didYouMean(step.pool, pools) }))
  else if (pool && (!pool.always_on || pool.show !== 'team')) {
    faults.push(
      yaml.fault(['last_resort'], `pool ${step.pool} is not always on, so a customer could reach nobody`, {
        hint: 'choose a pool with show: team and always_on: true',
      }),
    )
  }
  return step.pool
}

function regionsOf(yaml: YamlFile, file: RoutingFile, faults: Fault[]): Map<string, string> {
  const regions = new Map<string, string>()
  for (const [region, countries] of Object.entries(file.regions)) {
    for (const [index, country] of countries.entries()) {
      const other = regions.get(country)
      if (other !== undefined) faults.push(yaml.fault(['regions', region, index], `${country} is already in ${other}`))
      regions.set(country, region)
    }
  }
  return regions
}
