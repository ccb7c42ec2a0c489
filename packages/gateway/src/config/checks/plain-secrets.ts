import type { z } from 'zod'
import type { Fault, Path } from '../fault.ts'
import { secretReferences } from '../secrets.ts'
import { isSecret } from '../schema-places.ts'
import type { YamlFile } from '../yaml-file.ts'

/** Warnings for secrets that stand in a file themselves instead of being referred to. */
export function plainSecrets(yaml: YamlFile, schema: z.ZodType, value: unknown, under: Path): readonly Fault[] {
  return textsIn(value)
    .filter(({ path, text }) => secretReferences(text).length === 0 && isSecret(schema, path))
    .map(({ path }) =>
      yaml.fault([...under, ...path], 'a secret stands here for everybody who may read this file', {
        severity: 'warning',
        hint: 'put it into the environment and write ${env:NAME}, or into a mounted file and write ${file:/path}; then have it replaced',
      }),
    )
}

function textsIn(value: unknown, path: Path = []): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]))
}
