import type { z } from 'zod'

const mostRounds = 25

/** What could be saved of a file, and the blocks that could not. */
export interface Salvaged<Output> {
  readonly value: Output
  readonly replaced: ReadonlySet<string>
}

/**
 * What is left of a file's value when everything its schema refuses is taken out, so that the rest can still be checked.
 * A required block that cannot be saved is replaced by the skeleton's. Never to be started with.
 */
export function salvage<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  skeleton: Readonly<Record<string, unknown>>,
): Salvaged<Output> | undefined {
  const rest: unknown = structuredClone(value)
  const replaced = new Set<string>()
  for (let round = 0; round < mostRounds; round += 1) {
    const result = schema.safeParse(rest)
    if (result.success) return { value: result.data, replaced }
    for (const issue of result.error.issues) {
      if (issue.code === 'unrecognized_keys') for (const key of issue.keys) remove(rest, [...issue.path, key])
      else if (!remove(rest, issue.path)) {
        const block = String(issue.path[0])
        if (!isHolder(rest) || !(block in skeleton)) return undefined
        rest[block] = structuredClone(skeleton[block])
        replaced.add(block)
      }
    }
  }
  return undefined
}

/** Takes out the value at a path; where it is missing already, what should have held it. */
function remove(root: unknown, path: readonly PropertyKey[]): boolean {
  for (let length = path.length; length > 0; length -= 1) {
    const holder = path.slice(0, length - 1).reduce<unknown>((at, key) => (isHolder(at) ? at[key] : undefined), root)
    const key = path[length - 1] as PropertyKey
    if (Array.isArray(holder) && Number(key) < holder.length) {
      holder.splice(Number(key), 1)
      return true
    }
    if (isHolder(holder) && key in holder) return Reflect.deleteProperty(holder, key)
  }
  return false
}

const isHolder = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null
