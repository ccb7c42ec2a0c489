import type { TokenIssuer } from '../../auth/token-issuer.ts'
import type { Fault } from '../fault.ts'
import { resolveSecrets, type SecretReader } from '../secrets.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import type { YamlFile } from '../yaml-file.ts'

type Entry = AccessFile['tokens']['issuers'][number]

/** Makes the issuers of access.yaml ready, secrets in their places. A secret that is missing is a fault of the severity given. */
export function compileIssuers(
  entries: readonly Entry[],
  yaml: YamlFile,
  secrets: SecretReader,
  missingSecrets: Fault['severity'],
): { readonly issuers: readonly TokenIssuer[]; readonly faults: readonly Fault[] } {
  const { value, missing } = resolveSecrets(entries, secrets, ['tokens', 'issuers'])
  return {
    issuers: (value as readonly Entry[]).map(issuerOf),
    faults: missing.map(({ path, what }) => yaml.fault(path, what, { severity: missingSecrets, hint: 'set it before starting the desk' })),
  }
}

function issuerOf({ issuer, algorithms = [], jwks_url: jwksUrl, jwks_file: jwksFile, introspection }: Entry): TokenIssuer {
  if (introspection === undefined) return { issuer, algorithms, ...(jwksUrl === undefined ? { jwksFile: jwksFile ?? '' } : { jwksUrl }) }
  const { url, client_id: clientId, client_secret: clientSecret = '', private_key: privateKey, algorithm } = introspection
  const proof = privateKey === undefined || algorithm === undefined ? { clientSecret } : { privateKey, algorithm }
  return { issuer, introspection: { url, clientId, ...proof } }
}
