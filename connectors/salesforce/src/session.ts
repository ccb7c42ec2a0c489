import {
  ConciergeError,
  createHttp,
  createTokenKeeper,
  errorForStatus,
  type Call,
  type Host,
  type Sealed,
} from '@cx-concierge/connector-kit'
import { Connection } from 'jsforce/lib/connection.js'
import type { Settings } from './settings.ts'
import { createSignIn } from './sign-in.ts'
import { transport, type Endpoint } from './transport.ts'
import { isExpiredSession, toConciergeError, withStatus } from './vendor-error.ts'

/** Sends one request to the instance, signed in. */
export type Send = (method: 'GET' | 'POST', path: string, json?: object) => Promise<unknown>

/** Everybody's one session with Salesforce, or each caller's own. */
export interface Sessions {
  /** Does the work signed in; when the session turns out to have ended, signs in once more and does it again. */
  run<Result>(call: Call, work: (send: Send) => Promise<Result>): Promise<Result>
  /** Whether anybody answers there, asked without signing in. Throws a `ConciergeError`. */
  greet(call: Call): Promise<void>
  close(): void
}

interface Session {
  readonly connection: Connection
  readonly endpoint: Endpoint
}

const lowAllowance = 0.9

/** Opens nothing until the first call. Throws `CONFIG_INVALID` or `HOST_NOT_ALLOWED` for settings that cannot work. */
export function createSessions(settings: Settings, host: Host): Sessions {
  const endpoints = new Map<string, Endpoint>()
  const { sign_in: own } = settings
  const { login_url: loginUrl } = settings
  const signInAt = own && { baseUrl: loginUrl, http: createHttp(host, { baseUrl: loginUrl, uncounted: true }) }
  const signIn = own && signInAt && createSignIn({ login_url: loginUrl, sign_in: own }, signInAt, host)
  const instance = settings.instance_url === undefined ? undefined : originOf(settings.instance_url, host.name)
  let warned = false

  function endpointAt(baseUrl: string): Endpoint {
    const known = endpoints.get(baseUrl)
    if (known !== undefined) return known
    const endpoint = { baseUrl, http: createHttp(host, { baseUrl }) }
    endpoints.set(baseUrl, endpoint)
    return endpoint
  }

  const keeper = createTokenKeeper<Session>(
    async (call) => {
      if (signIn === undefined) throw notOurs(host.name)
      const { accessToken, instanceUrl } = await signIn(call)
      return sessionAt(originOf(instanceUrl, host.name), accessToken)
    },
    { host },
  )

  function sessionAt(origin: string, accessToken: string): Session {
    return {
      // without a client id jsforce has no refresh of its own, which never ends when every answer is 401
      connection: new Connection({ instanceUrl: origin, accessToken, version: settings.api_version, logLevel: 'NONE' }),
      endpoint: endpointAt(origin),
    }
  }

  function sender({ connection, endpoint }: Session, call: Call): Send {
    return async (method, path, json) => {
      let status = 0
      const options = {
        transport: transport(endpoint, call, (seen) => {
          status = seen
        }),
      }
      try {
        return await (method === 'GET' ? connection.requestGet(path, options) : connection.requestPost(path, json ?? {}, options))
      } catch (error) {
        throw withStatus(error, status)
      } finally {
        watchAllowance(connection)
      }
    }
  }

  function watchAllowance(connection: Connection): void {
    const usage = connection.limitInfo.apiUsage
    if (warned || usage === undefined || usage.used < usage.limit * lowAllowance) return
    warned = true
    host.log('salesforce.allowance_low', { used: usage.used, limit: usage.limit })
  }

  /** With the caller's own token; it is not ours to renew. */
  async function asCaller<Result>(bearer: Sealed, call: Call, work: (send: Send) => Promise<Result>): Promise<Result> {
    if (instance === undefined) throw notOurs(host.name)
    try {
      return await work(sender(sessionAt(instance, bearer.reveal()), call))
    } catch (error) {
      throw toConciergeError(error, host.name)
    }
  }

  return {
    async run(call, work) {
      if (call.bearer !== undefined) return await asCaller(call.bearer, call, work)
      const session = await keeper.get(call)
      try {
        return await work(sender(session, call))
      } catch (error) {
        if (!isExpiredSession(error)) throw toConciergeError(error, host.name)
      }
      const fresh = await keeper.renew(session, call)
      return work(sender(fresh, call)).catch((error: unknown) => {
        throw toConciergeError(error, host.name)
      })
    },
    async greet({ signal }) {
      if (instance === undefined) throw notOurs(host.name)
      const reply = await endpointAt(instance).http.request({ method: 'GET', path: ['services', 'data'], signal })
      if (reply.status !== 200) throw errorForStatus(reply, host.name, host.now())
    },
    close() {
      signInAt?.http.close()
      for (const endpoint of endpoints.values()) endpoint.http.close()
    },
  }
}

/** Only the origin is taken from the token answer; whether its host is allowed is checked where the way out is opened. */
function originOf(instanceUrl: string, source: string): string {
  const url = URL.parse(instanceUrl)
  if (url === null || url.username !== '' || !url.protocol.startsWith('http') || url.hostname.endsWith('.lightning.force.com')) {
    throw new ConciergeError('BACKEND_BAD_ANSWER', 'The sign-in named no usable instance.', { source })
  }
  return url.origin
}

function notOurs(source: string): ConciergeError {
  return new ConciergeError('BACKEND_SIGN_IN_FAILED', 'Salesforce is not set up to be read with these rights.', { source })
}
