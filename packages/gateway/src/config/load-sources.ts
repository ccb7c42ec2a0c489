import { accountAttributes, ConciergeError, type AnyConnector } from '@cx-concierge/contract'
import { z } from 'zod'
import { compileSource, type ConfiguredSource, type SourceParts } from './compile/sources.ts'
import type { Fault } from './fault.ts'
import type { LoadConnector } from './load-connector.ts'
import type { ConfigFiles } from './read-files.ts'

/** Where connectors and secrets come from. */
export interface SourcesOrigin extends Pick<SourceParts, 'secrets' | 'missingSecrets'> {
  readonly load: LoadConnector
  /** What replaces an entry's settings, by the entry's name. */
  readonly overrides: ReadonlyMap<string, NonNullable<SourceParts['override']>> | undefined
}

/** The systems of connectors.yaml. */
export interface LoadedSources {
  /** Of every entry, also of one that cannot be started. */
  readonly connectors: ReadonlyMap<string, AnyConnector>
  readonly sources: readonly ConfiguredSource[]
  readonly faults: readonly Fault[]
}

/** Loads the connector of every entry of connectors.yaml and makes the entry ready. */
export async function loadSources({ connectors: { yaml, file }, access }: ConfigFiles, origin: SourcesOrigin): Promise<LoadedSources> {
  const { load, overrides, secrets, missingSecrets } = origin
  const { backend_hosts: allowedHosts, private_hosts: privateHosts } = access.file
  const connectors = new Map<string, AnyConnector>()
  const sources: ConfiguredSource[] = []
  const faults: Fault[] = []
  for (const [name, entry] of Object.entries(file.connectors)) {
    const connector = await load(entry.use).catch((error: unknown) => {
      const what = ConciergeError.is(error) ? error.message : `"${entry.use}" cannot be loaded`
      faults.push(yaml.fault(['connectors', name, 'use'], what))
    })
    connectors.set(name, connector ?? unknownConnector)
    if (!connector) continue
    const parts = { yaml, secrets, missingSecrets, allowedHosts, privateHosts, override: overrides?.get(name) }
    const compiled = compileSource(name, entry, connector, parts)
    faults.push(...compiled.faults)
    if (compiled.source) sources.push(compiled.source)
  }
  return { connectors, sources, faults }
}

/** Stands in for a connector that is not there, so that one fault is told and not one for every mention. */
const unknownConnector: AnyConnector = {
  contract: 1,
  name: 'unknown',
  title: 'unknown',
  settings: z.unknown(),
  provides: { lookups: ['accounts', 'people', 'coverage', 'headshots'], attributes: accountAttributes, roles: ['*'] },
  accountId: (typed) => typed,
  hosts: () => [],
  reads: () => [],
  connect: () => {
    throw new ConciergeError('INTERNAL', 'there is nothing to connect')
  },
}
