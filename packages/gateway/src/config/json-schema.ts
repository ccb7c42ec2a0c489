import { z } from 'zod'
import type { LoadConnector } from './load-connector.ts'
import { accessFile } from './shapes/access-file.ts'
import { connectorsFile } from './shapes/connectors-file.ts'
import { peopleFile } from './shapes/people-file.ts'
import { routingFile } from './shapes/routing-file.ts'

const shapes = { connectors: connectorsFile, people: peopleFile, routing: routingFile, access: accessFile } as const

/** The JSON Schemas editors use for completion and checks, by file name; connectors' own settings included. */
export async function configSchemas(connectors: readonly string[], load: LoadConnector): Promise<ReadonlyMap<string, string>> {
  const schemas = new Map<string, string>()
  for (const [name, shape] of Object.entries(shapes)) {
    const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any', target: 'draft-7' }) as Record<string, unknown>
    if (name === 'connectors') await addSettings(schema, connectors, load)
    schemas.set(`${name}.schema.json`, `${JSON.stringify({ title: `${name}.yaml`, ...schema }, null, 2)}\n`)
  }
  return schemas
}

/** Says for each known connector which settings it takes. */
async function addSettings(schema: Record<string, unknown>, connectors: readonly string[], load: LoadConnector): Promise<void> {
  const properties = schema['properties'] as { connectors: { additionalProperties: Record<string, unknown> } }
  properties.connectors.additionalProperties['allOf'] = await Promise.all(
    connectors.map(async (use) => ({
      if: { properties: { use: { const: use } } },
      // oxlint-disable-next-line unicorn/no-thenable -- the JSON Schema keyword
      then: {
        properties: { settings: z.toJSONSchema((await load(use)).settings, { io: 'input', unrepresentable: 'any', target: 'draft-7' }) },
      },
    })),
  )
}
