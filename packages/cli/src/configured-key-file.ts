import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import { parse } from 'yaml'
import { z } from 'zod'

const shape = z.looseObject({ tokens: z.looseObject({ api_keys: z.looseObject({ file: z.string().min(1) }) }) })

/** The file of API keys that a configuration names; nothing else of it is looked at. Throws `CONFIG_INVALID` when it names none. */
export async function configuredKeyFile(folder: string): Promise<string> {
  const file = join(folder, 'access.yaml')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConciergeError('CONFIG_INVALID', `${file} cannot be read.`, { cause })
  })
  const parsed = shape.safeParse(parse(text))
  if (!parsed.success) throw new ConciergeError('CONFIG_INVALID', `${file} takes no API keys: tokens.api_keys.file is missing.`)
  return parsed.data.tokens.api_keys.file
}
