import type { FastifyInstance } from 'fastify'
import { proofAlgorithms } from '../auth/proof.ts'
import { resourceMetadataPath, type ProtectedResource } from './challenge.ts'

/** Serves the protected resource metadata of RFC 9728, at the address that belongs to the resource's path and at the root. */
export function resourceMetadataRoute(app: FastifyInstance, resource: ProtectedResource): void {
  const { dpop = 'refuse' } = resource
  const document = {
    resource: resource.url,
    authorization_servers: resource.authorizationServers,
    scopes_supported: resource.scopes,
    bearer_methods_supported: ['header'],
    ...(dpop !== 'refuse' && {
      dpop_signing_alg_values_supported: proofAlgorithms,
      dpop_bound_access_tokens_required: dpop === 'require',
    }),
  }
  for (const path of new Set([resourceMetadataPath(resource), '/.well-known/oauth-protected-resource'])) {
    app.get(path, { config: { anyHost: true } }, (_request, reply) => {
      // public by nature; browser-based clients read it from their own origin
      void reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=300').send(document)
    })
  }
}
