import type { z } from 'zod'
import { plainSecrets } from '../checks/plain-secrets.ts'
import type { Fault, Path } from '../fault.ts'
import { resolveSecrets, type SecretReader } from '../secrets.ts'
import type { YamlFile } from '../yaml-file.ts'

/** Where secrets come from, and how bad it is when one is missing. */
export interface SecretOrigin {
  readonly secrets: SecretReader
  /** An error where the desk is to be started, a warning where its files are only checked. */
  readonly missingSecrets: Fault['severity']
}

/** Where a part of a file stands, and its shape, in which secrets are marked. */
export interface PartPlace {
  readonly yaml: YamlFile
  readonly at: Path
  readonly schema: z.ZodType
}

/** A part of a file with its secrets in their places. Faults: one that is missing, one that stands in the file itself. */
export function withSecrets<Part>(
  part: Part,
  { yaml, at, schema }: PartPlace,
  { secrets, missingSecrets }: SecretOrigin,
): { readonly part: Part; readonly faults: readonly Fault[] } {
  const { value, missing } = resolveSecrets(part, secrets, at)
  return {
    // only texts were replaced, by texts
    part: value as Part,
    faults: [
      ...missing.map(({ path, what }) => yaml.fault(path, what, { severity: missingSecrets, hint: 'set it before starting the desk' })),
      ...plainSecrets(yaml, schema, part, at),
    ],
  }
}
