import type { Fault } from '../fault.ts'
import { secretReferences } from '../secrets.ts'
import { metricsBlock } from '../shapes/metrics-block.ts'
import { sharedCacheBlock } from '../shapes/shared-cache-block.ts'
import type { YamlFile } from '../yaml-file.ts'
import { withSecrets, type SecretOrigin } from './with-secrets.ts'

// which key of a block is the secret, and how many characters it has at the least
const places = {
  metrics: { key: 'token', shortest: 20, schema: metricsBlock },
  shared_cache: { key: 'key', shortest: 32, schema: sharedCacheBlock },
} as const

/** The secret that a block of access.yaml is there for, if it holds one. One that could be guessed is an error. */
export function compileLongSecret(
  yaml: YamlFile,
  name: keyof typeof places,
  block: Readonly<Record<string, string | undefined>> | undefined,
  origin: SecretOrigin,
): { readonly secret: string | undefined; readonly faults: readonly Fault[] } {
  if (block === undefined) return { secret: undefined, faults: [] }
  const { key, shortest, schema } = places[name]
  const { part, faults } = withSecrets(block, { yaml, at: [name], schema }, origin)
  const secret = part[key]
  // a reference that led nowhere stands for itself, and everybody knows it
  if (secret === undefined || secretReferences(secret).length > 0) return { secret: undefined, faults }
  if (secret.length >= shortest) return { secret, faults }
  const hint = 'make one with: openssl rand -base64 32'
  const tooShort = yaml.fault([name, key], `is too short to be a secret; ${shortest} characters at the least`, { hint })
  return { secret: undefined, faults: [...faults, tooShort] }
}
