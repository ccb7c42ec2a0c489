import { hash } from 'node:crypto'
import type { ClientCredentials } from '../../auth/client-authentication.ts'
import type { TokenExchange } from '../../auth/exchange-request.ts'
import type { TokenIssuer } from '../../auth/token-issuer.ts'
import type { Fault } from '../fault.ts'
import type { AccessFile } from '../shapes/access-file.ts'
import { tokensBlock } from '../shapes/tokens-block.ts'
import type { YamlFile } from '../yaml-file.ts'
import { withSecrets, type SecretOrigin } from './with-secrets.ts'

type Entry = AccessFile['tokens']['issuers'][number]

/** The issuers of access.yaml, secrets in their places. */
export interface CompiledIssuers {
  readonly issuers: readonly TokenIssuer[]
  /** Where callers' tokens can be exchanged, by the issuer's name. */
  readonly tokenExchanges: ReadonlyMap<string, TokenExchange>
  /** A digest of all that, secrets included. */
  readonly print: string
  readonly faults: readonly Fault[]
}

/** Makes the issuers of access.yaml ready. */
export function compileIssuers(yaml: YamlFile, entries: readonly Entry[], origin: SecretOrigin): CompiledIssuers {
  const { part, faults } = withSecrets(entries, { yaml, at: ['tokens', 'issuers'], schema: tokensBlock.shape.issuers }, origin)
  return {
    issuers: part.map(issuerOf),
    tokenExchanges: new Map(
      part.flatMap(({ issuer, token_exchange: block }) =>
        block === undefined ? [] : [[issuer, { url: block.url, ...credentialsOf(block) }] as const],
      ),
    ),
    print: hash('sha256', JSON.stringify(part)),
    faults,
  }
}

function issuerOf({ issuer, algorithms = [], jwks_url: jwksUrl, jwks_file: jwksFile, introspection }: Entry): TokenIssuer {
  if (introspection !== undefined) return { issuer, introspection: { url: introspection.url, ...credentialsOf(introspection) } }
  return { issuer, algorithms, ...(jwksUrl === undefined ? { jwksFile: jwksFile ?? '' } : { jwksUrl }) }
}

function credentialsOf(block: NonNullable<Entry['introspection']> | NonNullable<Entry['token_exchange']>): ClientCredentials {
  const { client_id: clientId, client_secret: clientSecret = '', private_key: privateKey, algorithm } = block
  return privateKey === undefined || algorithm === undefined ? { clientId, clientSecret } : { clientId, privateKey, algorithm }
}
