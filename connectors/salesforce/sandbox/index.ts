import {
  startPretendBackend,
  type FastifyReply,
  type FastifyRequest,
  type PretendBackend,
  type PretendBackendOptions,
} from '@cx-concierge/connector-kit/sandbox'
import type { SalesforceData } from './objects.ts'
import { createRest, type Trouble } from './rest.ts'
import { createTokenEndpoint } from './token-endpoint.ts'
import { createUserTokens, type TrustedIssuer } from './user-tokens.ts'
import { Refusal, type VendorAnswer } from './vendor-answer.ts'

/** How the pretend organisation may differ from the usual one. */
export interface SalesforceSandboxOptions extends PretendBackendOptions<SalesforceData> {
  /** How integrations sign in; `jwt` when not said. */
  readonly flow?: 'jwt' | 'client_credentials'
  /** `false` for an edition without account teams. */
  readonly accountTeams?: boolean
  /** What to answer instead of the rows of an object. */
  readonly refuses?: (object: string) => Trouble | undefined
  /** Objects whose records the integration user may create, change and delete, too; none when not said. */
  readonly mayChange?: readonly string[]
  /** Whose tokens for users are taken; each user then sees what is theirs. Nobody's when not said. */
  readonly trusts?: TrustedIssuer
  /** Users' tokens that are not taken any more, by the user's e-mail. */
  readonly revoked?: ReadonlySet<string>
  /** How long a session lasts; two hours when not said. */
  readonly sessionMs?: number
  /** Rows per page of a query; 2,000 when not said. */
  readonly pageSize?: number
  /** Calls a day before it says REQUEST_LIMIT_EXCEEDED; 100,000 when not said. */
  readonly dailyCalls?: number
}

const hourMs = 3_600_000

/** Starts a pretend Salesforce organisation with an integration user that may sign in. */
export async function start(options: SalesforceSandboxOptions): Promise<PretendBackend> {
  const { flow = 'jwt', accountTeams = true, sessionMs = 2 * hourMs, pageSize = 2000, dailyCalls = 100_000 } = options
  const tokens = await createTokenEndpoint({ flow, now: options.now ?? Date.now, sessionMs })
  const { refuses = () => undefined, mayChange = [] } = options
  const rest = createRest({ data: options.data, accountTeams, mayChange, refuses, pageSize, dailyCalls })
  const userOf = createUserTokens(options.trusts, options.now ?? Date.now)
  let usedCalls = 0

  const server = await startPretendBackend({
    name: 'salesforce',
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.port === undefined ? {} : { port: options.port }),
    routes(app, sim) {
      function serve(label: string, answer: (request: FastifyRequest, user: string | undefined) => VendorAnswer) {
        return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
          const { authorization } = request.headers
          const user = await userOf(authorization)
          const isOpen = user === undefined ? tokens.isOpen(authorization) : options.revoked?.has(user) !== true
          const refused = refusal(label, isOpen)
          if (refused === undefined) usedCalls += 1
          const { status, body } = refused ?? answer(request, user)
          return await reply.code(status).header('sforce-limit-info', `api-usage=${usedCalls}/${dailyCalls}`).send(body)
        }
      }

      function refusal(label: string, isOpen: boolean): VendorAnswer | undefined {
        if (sim.take('rate_limited', label) || usedCalls >= dailyCalls)
          return new Refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.').answer
        if (sim.take('expired_session', label) || !isOpen)
          return new Refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid').answer
        return undefined
      }

      app.post<{ Body: Record<string, string> | undefined }>(
        '/services/oauth2/token',
        { config: { label: 'token' } },
        async (request, reply) => {
          const { status, body } = await tokens.grant(request.body ?? {}, `${request.protocol}://${request.host}`)
          return await reply.code(status).send(body)
        },
      )
      app.get('/services/data', { config: { label: 'versions' } }, () => [
        { label: "Winter '27", url: '/services/data/v68.0', version: '68.0' },
      ])
      app.post(
        '/services/data/:version/composite',
        { config: { label: 'composite' } },
        serve('composite', (request, user) => rest.composite(request.body, usedCalls, user)),
      )
      for (const resource of ['query', 'queryAll', 'limits', 'sobjects']) {
        const handler = serve(resource, (request, user) => rest.get(request.url, usedCalls, user))
        app.get(`/services/data/:version/${resource}`, { config: { label: resource } }, handler)
        app.get(`/services/data/:version/${resource}/*`, { config: { label: resource } }, handler)
      }
    },
  })
  const settings = { login_url: server.url, instance_url: server.url, instance_hosts: [`127.0.0.1:${server.port}`], sign_in: tokens.signIn }
  return Object.assign(server, { settings })
}
