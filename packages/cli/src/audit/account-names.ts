import { readFile } from 'node:fs/promises'

const connectorName = /^@cx-concierge\/connector-(?!kit$)/

/**
 * All spellings of an account's id, the given one first: of systems whose ids can be written in several ways, every connector that comes with the
 * command line is asked.
 */
export async function accountNames(given: string): Promise<readonly string[]> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const { dependencies } = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> }
  const names = Object.keys(dependencies).filter((name) => connectorName.test(name))
  // only here: bringing in the gateway takes longer than most of what is asked of a record
  const { loadConnector } = await import('@cx-concierge/gateway')
  const connectors = await Promise.all(names.map((name) => loadConnector(name)))
  const spellings = connectors.flatMap(({ accountId }) => (accountId === undefined ? [] : spellingsOf(given, accountId)))
  return [...new Set([given, ...spellings])]
}

/** The canonical spelling, and the beginnings of it that mean the same. */
function spellingsOf(given: string, accountId: (typed: string) => string | undefined): readonly string[] {
  const canonical = accountId(given)
  if (canonical === undefined) return []
  const beginnings = Array.from({ length: canonical.length }, (_, end) => canonical.slice(0, end + 1))
  return beginnings.filter((beginning) => accountId(beginning) === canonical)
}
