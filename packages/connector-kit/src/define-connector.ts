import type { Connector } from '@cx-concierge/contract'

/** Describes one backend. Hands its argument back: it is there so that `Settings` is inferred from the settings schema. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector
}
