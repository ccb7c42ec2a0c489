import type { AccountAttribute, LookupName, Part, Wanted } from '@cx-concierge/contract'
import type { Policy } from '../policy.ts'
import { attributeWants, roleWants } from './account-wants.ts'
import { coverageWants, personWants } from './people-wants.ts'
import type { Want } from './want.ts'

/** Everything the tools on offer can ever need to decide by this policy. What is not in here is never asked of anybody. */
export function wantsOf(policy: Policy): readonly Want[] {
  // an explanation is told from what was read before
  if ([...policy.access.keys()].every((tool) => tool === 'explain_routing')) return []
  const attributes = attributeWants(policy)
  const accounts = [...attributes, ...roleWants(policy)]
  const answering = new Set([...accounts.map(({ source }) => source), policy.identify.authority])
  return [
    ...[...answering].map((source): Want => ({ source, lookup: 'accounts', why: ['which account it is'] })),
    ...accounts,
    ...identifying(policy),
    ...personWants(policy),
    ...coverageWants(policy),
    ...(policy.cards.show.has('headshot_url')
      ? policy.people.headshotsFrom.map((source): Want => ({ source, lookup: 'headshots', why: ['cards.show headshot_url'] }))
      : []),
  ]
}

function identifying(policy: Policy): Want[] {
  const ways: readonly (readonly [LookupName, string])[] = [
    ['accountsByNumber', 'identify.account_ids_of'],
    ...(policy.identify.order.includes('contact_email') ? [['accountsByContact', 'identify.by_email contact_email'] as const] : []),
    ...(policy.identify.order.includes('email_domain') ? [['accountsByDomain', 'identify.by_email email_domain'] as const] : []),
  ]
  return ways.flatMap(([lookup, why]) =>
    [...policy.sources.values()]
      .filter(({ provides }) => provides.lookups.includes(lookup))
      .map(({ name }): Want => ({ source: name, lookup, why: [why] })),
  )
}

/** What is wanted of one source, in the form a connector takes. */
export function wantedOf(wants: readonly Want[], source: string): Wanted {
  const wanted: Record<string, Part[]> = {}
  for (const want of wants) {
    if (want.source !== source) continue
    const parts = (wanted[want.lookup] ??= [])
    if (want.part !== undefined && !parts.includes(want.part)) parts.push(want.part)
  }
  return wanted
}

/** The same policy over sources that provide no more than is wanted of them, so that nobody is asked in vain. */
export function narrowed(policy: Policy, wants: readonly Want[]): Policy {
  const sources = [...policy.sources].map(([name, source]) => {
    const wanted = wantedOf(wants, name)
    const { lookups, attributes = [], ...provides } = source.provides
    const attributesWanted = attributes.filter((attribute: AccountAttribute) => wanted.accounts?.includes(attribute))
    const lookupsWanted = lookups.filter((lookup) => wanted[lookup] !== undefined)
    return [name, { ...source, provides: { ...provides, lookups: lookupsWanted, attributes: attributesWanted } }] as const
  })
  return { ...policy, sources: new Map(sources) }
}
