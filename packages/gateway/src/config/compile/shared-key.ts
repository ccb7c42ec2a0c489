import { sealed, type Sealed } from '@cx-concierge/contract'
import type { Fault } from '../fault.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import { sharedCacheBlock } from '../shapes/shared-cache-block.ts'
import type { YamlFile } from '../yaml-file.ts'
import { longSecret } from './long-secret.ts'
import { withSecrets, type SecretOrigin } from './with-secrets.ts'

const shortest = 32

/** What seals all that replicas share, if they share anything. One that could be guessed is an error. */
export function compileSharedKey(
  yaml: YamlFile,
  block: AccessFile['shared_cache'],
  origin: SecretOrigin,
): { readonly key: Sealed | undefined; readonly faults: readonly Fault[] } {
  if (block === undefined) return { key: undefined, faults: [] }
  const { part, faults } = withSecrets(block, { yaml, at: ['shared_cache'], schema: sharedCacheBlock }, origin)
  const key = longSecret(yaml, ['shared_cache', 'key'], part.key, shortest)
  return { key: key.secret === undefined ? undefined : sealed(key.secret), faults: [...faults, ...key.faults] }
}
