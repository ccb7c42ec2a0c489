import { hash } from 'node:crypto'
import { wantedOf } from '@cx-concierge/core'
import type { ConfiguredSource } from '../config/compile/sources.ts'
import type { Config } from '../config/load-config.ts'

/** Changes whenever answers of a release may look different from those of the one before. */
const edition = 1

/**
 * Equal for two replicas exactly when a system tells both the same: the same connector with the same settings, secrets among them, asked for
 * the same, with tokens for the same purpose. Of secrets only a digest is in it.
 */
export function sourcePrint(config: Config, { name, connector, settings, exchange }: ConfiguredSource): string {
  return hash(
    'sha256',
    JSON.stringify([edition, name, connector.name, settings, wantedOf(config.wants, name), exchange ?? null]),
    'base64url',
  )
}
