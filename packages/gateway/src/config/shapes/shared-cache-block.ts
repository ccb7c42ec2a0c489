import { z } from 'zod'
import { secretText } from './common.ts'

/** `shared_cache` of access.yaml: what replicas share when CACHE_URL names a Valkey or Redis for them. */
export const sharedCacheBlock = z.strictObject({
  key: secretText(z.string().min(1)).describe(
    'Seals what replicas share through the server that CACHE_URL names, so that nobody else there can read it or slip something in; the same on every replica, such as ${file:/run/secrets/cache.key}.',
  ),
})
