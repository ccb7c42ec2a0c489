import type { TokenExchange } from '../../auth/exchange-request.ts'
import type { Fault } from '../fault.ts'
import { resolveSecrets, type SecretReader } from '../secrets.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** What compiling the exchanges needs. */
export interface ExchangeFileParts {
  readonly yaml: YamlFile
  readonly secrets: SecretReader
  readonly missingSecrets: Fault['severity']
}

/** The issuers at which callers' tokens can be exchanged, by the issuer's name. */
export function compileTokenExchanges(file: AccessFile, parts: ExchangeFileParts, faults: Fault[]): Map<string, TokenExchange> {
  const exchanges = new Map<string, TokenExchange>()
  for (const [index, { issuer, token_exchange: block }] of file.tokens.issuers.entries()) {
    if (block === undefined) continue
    const resolved = resolveSecrets(block, parts.secrets)
    for (const { path, what } of resolved.missing) {
      const at = ['tokens', 'issuers', index, 'token_exchange', ...path]
      faults.push(parts.yaml.fault(at, what, { severity: parts.missingSecrets, hint: 'set it before starting the desk' }))
    }
    const { url, client_id: clientId, client_secret: secret, client_key: key } = resolved.value as typeof block
    exchanges.set(issuer, { url, clientId, proof: key === undefined ? { secret: secret ?? '' } : { key } })
  }
  return exchanges
}
