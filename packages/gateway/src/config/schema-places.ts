import { z } from 'zod'
import type { Path } from './fault.ts'

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
  /** Set by the connector kit's `secret`. */
  readonly secret?: boolean
}

/** The keys a schema knows at a path, found in its JSON Schema. */
export const knownKeys = (schema: z.ZodType, path: Path): readonly string[] => [
  ...new Set(placesAt(schema, path).flatMap((node) => Object.keys(node.properties ?? {}))),
]

/** Whether a secret belongs at a path. */
export const isSecret = (schema: z.ZodType, path: Path): boolean => placesAt(schema, path).some((node) => node.secret === true)

/** Whether a secret belongs at a path, beside it or below it: where one may stand by mistake. */
export const isNearSecret = (schema: z.ZodType, path: Path): boolean => placesAt(schema, path.slice(0, -1)).some(holdsSecret)

function holdsSecret(node: Node): boolean {
  const more = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []
  const below = [...Object.values(node.properties ?? {}), ...more, ...(node.items ? [node.items] : [])]
  return node.secret === true || below.flatMap(alternatives).some(holdsSecret)
}

function placesAt(schema: z.ZodType, path: Path): readonly Node[] {
  let places: readonly Node[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node]
  for (const part of path) places = places.flatMap(alternatives).flatMap((node) => step(node, part))
  return places.flatMap(alternatives)
}

const alternatives = (node: Node): readonly Node[] => [
  node,
  ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap(alternatives),
]

function step(node: Node, part: string | number): readonly Node[] {
  if (typeof part === 'number') return node.items ? [node.items] : []
  const property = node.properties?.[part]
  if (property) return [property]
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []
}
