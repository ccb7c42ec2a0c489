import { createPrivateKey } from 'node:crypto'
import { ConciergeError, createHttp, type Call, type Host, type Http } from '@cx-concierge/connector-kit'
import { JWT } from 'google-auth-library'
import { createExchange } from './exchange.ts'
import { notUnderstood, signInError } from './google-error.ts'
import { serviceAccount, type Settings } from './settings.ts'

const scope = 'https://www.googleapis.com/auth/spreadsheets.readonly'
const hourSeconds = 3600

/** Signs the service account in; hands out an access token. */
export interface SignIn {
  token(call: Call): Promise<string>
  close(): void
}

/** Opens nothing by itself. Throws `CONFIG_INVALID` when the key cannot be read. */
export function createSignIn(settings: Settings, host: Host): SignIn {
  const { email, key } = serviceAccount(settings)
  assertKey(key, host.name)
  const url = new URL(settings.token_url)
  const path = url.pathname.split('/').filter((segment) => segment !== '')
  const http: Http = createHttp(host, { baseUrl: url.origin, uncounted: true })

  return {
    async token(call) {
      const exchange = createExchange(http, call, () => ({ path }))
      const issuedAt = Math.floor(host.now() / 1000)
      const client = new JWT({
        email,
        key,
        scopes: [scope],
        // the library knows one token address and the machine's clock only
        additionalClaims: { aud: settings.token_url, iat: issuedAt, exp: issuedAt + hourSeconds },
        transporterOptions: { fetchImplementation: exchange.fetch, retryConfig: { retry: 0, noResponseRetries: 0 } },
      })
      const answer = await client.authorize().catch(() => {
        throw signInError(exchange, host.name)
      })
      if (typeof answer.access_token !== 'string' || answer.access_token === '') throw notUnderstood(host.name)
      return answer.access_token
    },
    close: () => http.close(),
  }
}

function assertKey(key: string, source: string): void {
  try {
    createPrivateKey(key)
  } catch {
    throw new ConciergeError('CONFIG_INVALID', 'The private key is not a key in PEM form.', { source })
  }
}
