import { z } from 'zod'
import { secretText } from './common.ts'

/** `metrics` of access.yaml: who may read the numbers of this desk. */
export const metricsBlock = z.strictObject({
  token: secretText(z.string().min(1))
    .optional()
    .describe(
      'Whoever sends it as a bearer token may read /metrics, such as ${file:/run/secrets/metrics.token}. When not given, /metrics is there for this machine only.',
    ),
})
