import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const shape = z.looseObject({ connectors: z.record(z.string(), z.looseObject({ use: z.string() })) })

/** The systems a configuration names and the connectors it uses for them; nothing else of it is looked at. */
export async function configuredConnectors(folder: string): Promise<readonly { readonly name: string; readonly use: string }[]> {
  const parsed = shape.safeParse(parse(await readFile(join(folder, 'connectors.yaml'), 'utf8')))
  if (!parsed.success) return []
  return Object.entries(parsed.data.connectors).map(([name, { use }]) => ({ name, use }))
}
