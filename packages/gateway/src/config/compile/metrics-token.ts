import type { Fault } from '../fault.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import { metricsBlock } from '../shapes/metrics-block.ts'
import type { YamlFile } from '../yaml-file.ts'
import { longSecret } from './long-secret.ts'
import { withSecrets, type SecretOrigin } from './with-secrets.ts'

const shortest = 20

/** What opens /metrics to other machines, if anything does. One that could be guessed is an error. */
export function compileMetricsToken(
  yaml: YamlFile,
  block: AccessFile['metrics'],
  origin: SecretOrigin,
): { readonly token: string | undefined; readonly faults: readonly Fault[] } {
  const { part, faults } = withSecrets(block, { yaml, at: ['metrics'], schema: metricsBlock }, origin)
  const token = longSecret(yaml, ['metrics', 'token'], part.token, shortest)
  return { token: token.secret, faults: [...faults, ...token.faults] }
}
