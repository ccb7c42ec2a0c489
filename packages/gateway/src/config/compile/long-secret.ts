import type { Fault, Path } from '../fault.ts'
import { secretReferences } from '../secrets.ts'
import type { YamlFile } from '../yaml-file.ts'

/** A secret that nobody guesses: there when it has so many characters. One that is shorter is an error. */
export function longSecret(
  yaml: YamlFile,
  at: Path,
  secret: string | undefined,
  shortest: number,
): { readonly secret: string | undefined; readonly faults: readonly Fault[] } {
  // a reference that led nowhere stands for itself, and everybody knows it
  if (secret === undefined || secretReferences(secret).length > 0) return { secret: undefined, faults: [] }
  if (secret.length >= shortest) return { secret, faults: [] }
  const hint = 'make one with: openssl rand -base64 32'
  return { secret, faults: [yaml.fault(at, `is too short to be a secret; ${shortest} characters at the least`, { hint })] }
}
