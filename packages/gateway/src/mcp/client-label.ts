const longest = 100

/** `name/version` of a client's self-description, on one printable line; `undefined` when it said nothing usable. */
export function clientLabel(clientInfo: unknown): string | undefined {
  if (typeof clientInfo !== 'object' || clientInfo === null) return undefined
  const { name, version } = clientInfo as { name?: unknown; version?: unknown }
  if (typeof name !== 'string' || name === '') return undefined
  const label = typeof version === 'string' && version !== '' ? `${name}/${version}` : name
  return label.slice(0, longest).replaceAll(/[^\u0020-\u007E]/g, '?')
}
