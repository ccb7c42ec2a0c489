import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { Provider } from 'oidc-provider'
import { allScopes, clients, clientSecret, type ClientName } from './authorization-clients.ts'

/** What the server does with requests: answers, answers 500, answers a page, hangs up, or says nothing at all. */
export type Health = 'well' | 'failing' | 'page' | 'gone' | 'silent'

/** A real authorization server on a free port of this machine, with the company's clients registered. */
export interface AuthorizationServer extends AsyncDisposable {
  readonly issuer: string
  readonly port: number
  readonly jwksUrl: string
  readonly introspectionUrl: string
  /** What tokens look like from now on. */
  tokenForm: 'jwt' | 'opaque'
  health: Health
  /** The paths that were asked for, in order. */
  readonly requests: string[]
  /** Signs with a new key from now on, and goes on publishing the one before, as servers do. */
  rotateKeys(): Promise<void>
  /** A token by client credentials; `proof` is a DPoP proof for the token endpoint. */
  token(client: ClientName, resource: string, scope?: string, proof?: string): Promise<string>
  /** Does what a person's browser would: follows the way to sign in, signs in as Jane, agrees, and gives the address it is sent back to. */
  signIn(authorizationUrl: URL): Promise<URL>
}

const tokenLivesS = 600
const paths = { token: '/token', jwks: '/jwks', introspection: '/token/introspection' }

/** Starts one. It keeps to the machine's own clock. */
export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const state = { tokenForm: 'jwt' as AuthorizationServer['tokenForm'], health: 'well' as Health }
  const requests: string[] = []
  let keys = [await newKey()]
  let provider = providerOf(issuer, keys, () => state.tokenForm)

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?')[0] ?? ''
    requests.push(path)
    if (state.health !== 'well') misbehave(state.health, response)
    else if (path.startsWith('/interaction/')) void agree(provider, request, response)
    else provider.callback()(request, response)
  })

  return Object.assign(state, {
    issuer,
    port,
    requests,
    jwksUrl: `${issuer}${paths.jwks}`,
    introspectionUrl: `${issuer}${paths.introspection}`,
    rotateKeys: async () => {
      keys = [await newKey(), ...keys.slice(0, 1)]
      provider = providerOf(issuer, keys, () => state.tokenForm)
    },
    token: (client: ClientName, resource: string, scope: string = clients[client].is.scope, proof?: string) =>
      fetchToken(`${issuer}${paths.token}`, { client, resource, scope, proof }),
    signIn,
    [Symbol.asyncDispose]: () => close(server),
  })
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'ES256', use: 'sig' }
}

function providerOf(issuer: string, keys: readonly JWK[], tokenForm: () => 'jwt' | 'opaque'): Provider {
  return new Provider(issuer, {
    jwks: { keys },
    clients: Object.entries(clients).map(([name, { is }]) => ({ client_id: name, id_token_signed_response_alg: 'ES256', ...is })),
    scopes: allScopes,
    routes: paths,
    cookies: { keys: ['cookies of the tests'] },
    ttl: { ClientCredentials: tokenLivesS, AccessToken: tokenLivesS, Grant: tokenLivesS, Interaction: tokenLivesS, Session: tokenLivesS },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_context: unknown, { clientId }: { clientId: ClientName }) => clients[clientId].claims,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_context: unknown, { clientId }: { clientId: string }) => clientId.startsWith('desk'),
      },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, audience: string) => ({
          scope: allScopes.join(' '),
          audience,
          accessTokenTTL: tokenLivesS,
          accessTokenFormat: tokenForm(),
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  })
}

/** Signs Jane in, and lets her agree to whatever is asked. */
async function agree(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'jane' } })
    return
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) })
  const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details
  grant.addOIDCScope(missingOIDCScope.join(' '))
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) grant.addResourceScope(resource, scopes.join(' '))
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
}

async function signIn(authorizationUrl: URL): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = authorizationUrl
  while (at.origin === authorizationUrl.origin) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (next === null) throw new Error(`the way to sign in ended with ${response.status}: ${await response.text()}`)
    at = new URL(next, at)
  }
  return at
}

interface Wanted {
  readonly client: ClientName
  readonly resource: string
  readonly scope: string
  readonly proof: string | undefined
}

async function fetchToken(url: string, { client, resource, scope, proof }: Wanted): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${clientSecret}`).toString('base64')}`,
      ...(proof === undefined ? {} : { dpop: proof }),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, ...(scope === '' ? {} : { scope }) }),
  })
  const answer = (await response.json()) as { access_token?: string }
  if (answer.access_token === undefined) throw new Error(`there was no token: ${JSON.stringify(answer)}`)
  return answer.access_token
}

function misbehave(health: Exclude<Health, 'well'>, response: ServerResponse): void {
  if (health === 'failing') response.writeHead(500).end()
  else if (health === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>')
  else if (health === 'gone') response.destroy()
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
