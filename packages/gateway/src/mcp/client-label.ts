const longest = 100

/** `name/version` of a client's self-description, in letters, digits and a few signs, so that no address fits in; `undefined` when it said nothing usable. */
export function clientLabel(clientInfo: unknown): string | undefined {
  if (typeof clientInfo !== 'object' || clientInfo === null) return undefined
  const { name, version } = clientInfo as { name?: unknown; version?: unknown }
  if (typeof name !== 'string' || name === '') return undefined
  const label = typeof version === 'string' && version !== '' ? `${name}/${version}` : name
  // whatever looks like an address has no place in a record
  if (label.includes('@')) return undefined
  return label.slice(0, longest).replaceAll(/[^\w ./():-]/g, '?')
}
