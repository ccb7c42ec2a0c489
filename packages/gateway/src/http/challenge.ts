import type { FastifyReply } from 'fastify'

/** What a caller without a good token is told about where to get one. */
export interface ProtectedResource {
  /** This gateway's MCP URL, as clients are given it; also the audience of tokens. */
  readonly url: string
  /** Issuers of tokens for it. */
  readonly authorizationServers: readonly string[]
  /** Scopes worth asking for at first. */
  readonly scopes: readonly string[]
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

/** Answers 401 in the same words whatever was wrong with the token; only its absence is told apart (RFC 6750 §3.1). */
export function createChallenge(resource: ProtectedResource | undefined): (reply: FastifyReply, tokenSent: boolean) => void {
  const description = 'The access token is not valid for this service.'
  const parameters: string[] = []
  if (resource !== undefined) {
    if (resource.scopes.length > 0) parameters.push(`scope="${resource.scopes.join(' ')}"`)
    parameters.push(`resource_metadata="${resourceMetadataUrl(resource)}"`)
  }
  const withError = [`error="invalid_token"`, `error_description="${description}"`, ...parameters]
  const refused = { header: `Bearer ${withError.join(', ')}`, body: { error: 'invalid_token', error_description: description } }
  const asked = {
    header: parameters.length === 0 ? 'Bearer' : `Bearer ${parameters.join(', ')}`,
    body: { error: 'invalid_request', error_description: 'An access token is needed: Authorization: Bearer <token>.' },
  }
  return (reply, tokenSent) => {
    const { header, body } = tokenSent ? refused : asked
    void reply.code(401).header('www-authenticate', header).send(body)
  }
}
