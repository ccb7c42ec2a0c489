import type { JsonSchema } from './tool.ts'

const rootKeywords = new Set(['type', 'properties', 'required', 'additionalProperties', 'description'])
const propertyKeywords = new Set([
  'type',
  'title',
  'description',
  'enum',
  'default',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'items',
  'minItems',
  'maxItems',
])
const propertyTypes = new Set(['string', 'number', 'integer', 'boolean', 'array'])
const propertyName = /^[a-zA-Z0-9_.-]{1,64}$/

/**
 * Says what in an advertised input schema some widespread client could not take, or nothing. Combinators at the root, references, dialects and
 * unknown keywords each make at least one client drop the tool, its properties or the whole list.
 */
export function checkInputSchema(schema: JsonSchema): string | undefined {
  if (schema['type'] !== 'object') return 'the root of its input schema must be of type object'
  const stranger = Object.keys(schema).find((keyword) => !rootKeywords.has(keyword))
  if (stranger !== undefined) return `its input schema uses ${stranger} at the root`
  if (!isObject(schema['properties'])) return 'its input schema needs properties'
  for (const [name, property] of Object.entries(schema['properties'])) {
    if (!propertyName.test(name)) return `its input property ${JSON.stringify(name.slice(0, 80))} has a name clients refuse`
    const fault = checkProperty(property)
    if (fault !== undefined) return `its input property ${name} ${fault}`
  }
  return undefined
}

/** Says what is wrong with an advertised output schema, or nothing: it must be an object that stays open to new keys. */
export function checkOutputSchema(schema: JsonSchema): string | undefined {
  if (schema['type'] !== 'object') return 'the root of its output schema must be of type object'
  if (schema['additionalProperties'] === false) return 'its output schema must stay open'
  return undefined
}

function checkProperty(property: unknown): string | undefined {
  if (!isObject(property)) return 'must be a schema'
  const stranger = Object.keys(property).find((keyword) => !propertyKeywords.has(keyword))
  if (stranger !== undefined) return `uses ${stranger}`
  const type = property['type']
  if (typeof type !== 'string' || !propertyTypes.has(type)) return 'must be a string, number, integer, boolean or array'
  return property['items'] === undefined ? undefined : checkProperty(property['items'])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
