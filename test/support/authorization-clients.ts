import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose'
import { acmeId } from './northwind-facts.ts'

/** Every scope the company's authorization server knows. */
export const allScopes: readonly string[] = ['cx.route', 'cx.route.any', 'cx.team.read', 'crm.health.read', 'cx.explain']

const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid: 'client', alg: 'ES256', use: 'sig' }

/** The private key of the clients that have one, as a JWK and in PEM. */
export const clientKey = {
  jwk: { ...(await exportJWK(privateKey)), kid: 'client', alg: 'ES256' } satisfies JWK,
  pem: await exportPKCS8(privateKey),
}

/** The secret of every client that has one. */
export const clientSecret = 'a-secret-of-the-tests-and-of-nobody-else'

/** Where people are sent back to after signing in; nobody listens there. */
export const redirectUri = 'http://127.0.0.1:9/signed-in'

const platformScope = 'cx.route cx.route.any cx.team.read crm.health.read'
const bySecret = { client_secret: clientSecret, token_endpoint_auth_method: 'client_secret_basic' }
const byKey = { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [publicJwk] } }
const acmeOnly = { cx_account_ids: [acmeId] }
const ofAMachine = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] }

/** The clients that are registered, and what their tokens say of them. */
export const clients = {
  platform: { is: { ...ofAMachine, ...bySecret, scope: platformScope }, claims: { cx_audience: 'service', cx_customer_verified: true } },
  helpdesk: { is: { ...ofAMachine, ...bySecret, scope: platformScope }, claims: { cx_audience: 'service', ...acmeOnly } },
  helpdesk_with_key: { is: { ...ofAMachine, ...byKey, scope: platformScope }, claims: { cx_audience: 'service', ...acmeOnly } },
  colleague: { is: { ...ofAMachine, ...bySecret, scope: allScopes.join(' ') }, claims: { cx_audience: 'internal' } },
  assistant: {
    is: { ...ofAMachine, ...bySecret, scope: 'cx.route' },
    claims: { cx_audience: 'customer', ...acmeOnly, email: 'jane.doe@acme-robotics.example', email_verified: true },
  },
  signed_in_assistant: {
    is: {
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      scope: 'cx.route',
    },
    claims: { cx_audience: 'customer', ...acmeOnly },
  },
  desk: { is: { ...ofAMachine, ...bySecret, scope: 'cx.route' }, claims: {} },
  desk_with_key: { is: { ...ofAMachine, ...byKey, scope: 'cx.route' }, claims: {} },
} as const

/** One of {@link clients}. */
export type ClientName = keyof typeof clients
