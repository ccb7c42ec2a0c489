import { start, type SalesforceSandboxOptions } from '../sandbox/index.ts'

/** What the pretend organisation answered. */
interface Answered {
  readonly status: number
  readonly body: unknown
  readonly limitInfo: string | null
}

/** The pretend organisation, spoken to without any connector. */
export interface SignedIn {
  get(path: string, authorization?: string): Promise<Answered>
  query(soql: string, resource?: 'query' | 'queryAll'): Promise<Answered>
  composite(compositeRequest: readonly unknown[]): Promise<Answered>
  close(): Promise<void>
}

/** Starts it and signs in with a client secret. */
export async function signedIn(options: SalesforceSandboxOptions): Promise<SignedIn> {
  const backend = await start({ ...options, flow: 'client_credentials' })
  const { client_id, client_secret } = Object.assign({ client_id: '', client_secret: '' }, backend.settings['sign_in'])
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret })
  const granted = await send('/services/oauth2/token', { method: 'POST', body: form })
  const { access_token } = Object.assign({ access_token: '' }, granted.body)
  const authorization = `Bearer ${access_token}`

  async function send(path: string, init: RequestInit): Promise<Answered> {
    const response = await fetch(new URL(path, backend.url), init)
    return { status: response.status, body: await response.json(), limitInfo: response.headers.get('sforce-limit-info') }
  }

  const get = async (path: string, as = authorization): Promise<Answered> => await send(path, { headers: { authorization: as } })
  return {
    get,
    query: async (soql, resource = 'query') => await get(`/services/data/v68.0/${resource}?q=${encodeURIComponent(soql)}`),
    composite: async (compositeRequest) =>
      await send('/services/data/v68.0/composite', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ compositeRequest }),
      }),
    close: async () => await backend.close(),
  }
}
