import type { Fault } from '../fault.ts'
import { secretReferences } from '../secrets.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import { metricsBlock } from '../shapes/metrics-block.ts'
import type { YamlFile } from '../yaml-file.ts'
import { withSecrets, type SecretOrigin } from './with-secrets.ts'

const shortest = 20

/** What opens /metrics to other machines, if anything does. One that could be guessed is an error. */
export function compileMetricsToken(
  yaml: YamlFile,
  block: AccessFile['metrics'],
  origin: SecretOrigin,
): { readonly token: string | undefined; readonly faults: readonly Fault[] } {
  const { part, faults } = withSecrets(block, { yaml, at: ['metrics'], schema: metricsBlock }, origin)
  const { token } = part
  // a reference that led nowhere stands for itself, and everybody knows it
  if (token === undefined || secretReferences(token).length > 0) return { token: undefined, faults }
  if (token.length >= shortest) return { token, faults }
  const tooShort = yaml.fault(['metrics', 'token'], `is too short to be a secret; ${shortest} characters at the least`, {
    hint: 'make one with: openssl rand -base64 32',
  })
  return { token, faults: [...faults, tooShort] }
}
