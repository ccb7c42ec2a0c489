import type { FastifyReply } from 'fastify'
import type { AuthFailure } from '../auth/authenticate.ts'
import { proofAlgorithms } from '../auth/proof.ts'
import type { DpopMode } from '../auth/token-issuer.ts'

/** What a caller without a good token is told about where to get one. */
export interface ProtectedResource {
  /** This gateway's MCP URL, as clients are given it; also the audience of tokens. */
  readonly url: string
  /** Issuers of tokens for it. */
  readonly authorizationServers: readonly string[]
  /** Scopes worth asking for at first. */
  readonly scopes: readonly string[]
  /** Whether tokens bound to a key of their holder are taken (RFC 9449); `refuse` when not given. */
  readonly dpop?: DpopMode
}

/** Where the metadata of a protected resource is found (RFC 9728 §3.1). */
export function resourceMetadataUrl(resource: ProtectedResource): string {
  const url = new URL(resource.url)
  return `${url.origin}${resourceMetadataPath(resource)}`
}

/** The path of {@link resourceMetadataUrl}. */
export function resourceMetadataPath(resource: ProtectedResource): string {
  const { pathname } = new URL(resource.url)
  return `/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`
}

interface Answer {
  readonly status: 400 | 401 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, string>>
}

/**
 * Refuses in the same bytes whatever was wrong with the token. Only three cases are told apart, none of which says anything of a token: that none was sent,
 * that the header could not be read (RFC 6750 §3.1, RFC 9449 §7.1), and that too many are being looked into. Gives the status it answered with.
 */
export function createChallenge(resource: ProtectedResource | undefined): (reply: FastifyReply, reason: AuthFailure) => number {
  const missing = answer(401, resource, undefined, 'An access token is needed: Authorization: Bearer <token>.')
  const unreadable = answer(400, resource, 'invalid_request', 'The Authorization header could not be read.')
  const refused = answer(401, resource, 'invalid_token', 'The access token is not valid for this service.')
  const answers: Partial<Record<AuthFailure, Answer>> = { missing, header: unreadable, busy }
  return (reply, reason) => {
    const { status, headers, body } = answers[reason] ?? refused
    void reply.code(status).headers(headers).send(body)
    return status
  }
}

/** Nothing was found wrong: whoever got a new token for this would only add to the crowd. */
const busy: Answer = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: { error: 'temporarily_unavailable', error_description: 'Too many new access tokens at once: wait 1 s, then try again.' },
}

function answer(status: 400 | 401, resource: ProtectedResource | undefined, error: string | undefined, description: string): Answer {
  const parameters = error === undefined ? [] : [`error="${error}"`, `error_description="${description}"`]
  if (resource !== undefined) {
    if (resource.scopes.length > 0) parameters.push(`scope="${resource.scopes.join(' ')}"`)
    parameters.push(`resource_metadata="${resourceMetadataUrl(resource)}"`)
  }
  const dpop = resource?.dpop ?? 'refuse'
  const schemes = [
    ...(dpop === 'require' ? [] : [['Bearer', ...(parameters.length === 0 ? [] : [parameters.join(', ')])].join(' ')]),
    ...(dpop === 'refuse' ? [] : [`DPoP ${[...parameters, `algs="${proofAlgorithms.join(' ')}"`].join(', ')}`]),
  ]
  return {
    status,
    headers: { 'www-authenticate': schemes.join(', ') },
    body: { error: error ?? 'invalid_request', error_description: description },
  }
}
