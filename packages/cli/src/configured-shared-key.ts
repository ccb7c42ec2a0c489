import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConciergeError, sealed, type Sealed } from '@cx-concierge/contract'
import { processSecrets, resolveSecrets } from '@cx-concierge/gateway'
import { parse } from 'yaml'
import { z } from 'zod'

const shape = z.looseObject({ shared_cache: z.looseObject({ key: z.string().min(1) }) })

/** The key of what replicas share, by a configuration; nothing else of it is looked at. Throws `CONFIG_INVALID` when there is none. */
export async function configuredSharedKey(folder: string): Promise<Sealed> {
  const file = join(folder, 'access.yaml')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConciergeError('CONFIG_INVALID', `${file} cannot be read; say --config.`, { cause })
  })
  const parsed = shape.safeParse(parse(text))
  if (!parsed.success) throw new ConciergeError('CONFIG_INVALID', `CACHE_URL is set, and ${file} has no shared_cache.key.`)
  const { value, missing } = resolveSecrets(parsed.data.shared_cache.key, processSecrets)
  if (missing[0]) throw new ConciergeError('CONFIG_INVALID', `${file}, shared_cache.key: ${missing[0].what}.`)
  return sealed(String(value))
}
