import { ConciergeError, type AnyConnector } from '@cx-concierge/contract'

/** Finds connectors by the name a configuration uses for them. */
export type LoadConnector = (use: string) => Promise<AnyConnector>

const shortName = /^[a-z0-9][a-z0-9-]*$/

/** The package a configuration means: `salesforce` is short for our own connector of that name. */
export const connectorPackage = (use: string): string => (shortName.test(use) ? `@cx-concierge/connector-${use}` : use)

/** Imports a connector. Throws `CONNECTOR_UNKNOWN` when there is none, or when it speaks another contract. */
export const loadConnector: LoadConnector = async (use) => {
  const name = connectorPackage(use)
  let module: { readonly default?: unknown }
  try {
    module = (await import(name)) as { readonly default?: unknown }
  } catch (cause) {
    throw new ConciergeError('CONNECTOR_UNKNOWN', `there is no connector "${use}" (package ${name})`, { cause })
  }
  const connector = module.default as Partial<AnyConnector> | undefined
  if (connector?.contract !== 1) {
    throw new ConciergeError('CONNECTOR_UNKNOWN', `"${use}" is not a connector for contract 1 of this gateway`)
  }
  return connector as AnyConnector
}
