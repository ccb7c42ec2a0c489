import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from '@cx-concierge/sandbox'
import { parse, stringify } from 'yaml'
import { issuer } from '../../stories/support/tokens.ts'

/** Where the repository's own configuration is. */
export const ownConfig: string = fileURLToPath(new URL('../../../config', import.meta.url))

/** The four files' names. */
export const configFiles = ['connectors.yaml', 'people.yaml', 'routing.yaml', 'access.yaml'] as const

/** Texts of the four files. */
export type Texts = Readonly<Record<(typeof configFiles)[number], string>>

/** What tokens for gateways over these files must be meant for. */
export const productionAudience = 'https://concierge.northwind.example/mcp'

type Tree = Record<string, unknown>

/**
 * The repository's four files over pretend backends, for tokens of the tests' issuer. Callers have allowances that nobody uses up; backends may be asked as
 * often as their vendors allow, which no file can raise.
 */
export async function productionTexts(overrides: Sandbox['overrides'], keysFile: string): Promise<Texts> {
  const original = Object.fromEntries(
    await Promise.all(configFiles.map(async (name) => [name, await readFile(join(ownConfig, name), 'utf8')])),
  ) as Texts
  const connectors = parse(original['connectors.yaml']) as { connectors: Record<string, { settings: Tree; calls?: unknown }> }
  const access = parse(original['access.yaml']) as Tree & { backend_hosts: Record<string, string[]> }
  for (const [name, { settings, hosts }] of overrides) {
    const entry = connectors.connectors[name]
    if (!entry) continue
    Object.assign(entry.settings, settings)
    delete entry.calls
    access.backend_hosts[name]?.push(...hosts)
  }
  const plenty = '1000000/minute'
  const tokens = { audience: productionAudience, issuers: [{ issuer, jwks_file: keysFile, algorithms: ['ES256'] }] }
  Object.assign(access, { tokens, rates: { caller: plenty, client: plenty, account: plenty } })
  return { ...original, 'connectors.yaml': stringify(connectors), 'access.yaml': stringify(access) }
}
