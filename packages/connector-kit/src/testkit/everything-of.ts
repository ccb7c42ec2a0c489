import { coverageParts, personParts, type AnyConnector, type Wanted } from '@cx-concierge/contract'

/** All that a connector can be asked for: what a policy that uses everything wants of it. */
export function everythingOf({ provides }: Pick<AnyConnector, 'provides'>): Wanted {
  const parts: Wanted = {
    accounts: [...(provides.attributes ?? []), ...(provides.roles ?? []).map((role): `roles.${string}` => `roles.${role}`)],
    people: personParts,
    coverage: coverageParts,
  }
  return Object.fromEntries(provides.lookups.map((lookup) => [lookup, parts[lookup] ?? []]))
}
