import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConciergeError } from '@cx-concierge/contract'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { changeKeyFile, createAuthenticator, createKey } from '../src/index.ts'
import { now, startGateway, type RawAnswer } from './support/gateway.ts'
import { startIssuer } from './support/issuer-server.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { audience, issuer, jwks, makeToken } from './support/tokens.ts'

/** What breaks, and how; nothing does while `part` is undefined. */
const broken = vi.hoisted(() => ({
  part: undefined as string | undefined,
  thrown: undefined as unknown,
  times: 0,
  /** Throws when it is this part's turn. */
  in(part: string): void {
    if (this.part !== part) return
    this.times += 1
    throw this.thrown
  },
}))

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  const guard =
    <Call extends readonly unknown[], Result>(part: string, real: (...call: Call) => Result) =>
    (...call: Call): Result => {
      broken.in(part)
      return real(...call)
    }
  return {
    ...crypto,
    hash: guard('the hash', crypto.hash as (...call: unknown[]) => unknown),
    scrypt: guard('scrypt', crypto.scrypt as (...call: unknown[]) => void),
    timingSafeEqual: guard('the comparison', crypto.timingSafeEqual),
  }
})
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const statSync = (...call: unknown[]): unknown => {
    broken.in('the key file')
    return (fs.statSync as (...call: unknown[]) => unknown)(...call)
  }
  return { ...fs, statSync }
})
vi.mock('jose', async (original) => {
  const jose = await original<typeof import('jose')>()
  return {
    ...jose,
    compactVerify: async (...call: Parameters<typeof jose.compactVerify>) => {
      broken.in('the signature check')
      return await jose.compactVerify(...call)
    },
    calculateJwkThumbprint: async (...call: Parameters<typeof jose.calculateJwkThumbprint>) => {
      broken.in('the thumbprint')
      return await jose.calculateJwkThumbprint(...call)
    },
  }
})
vi.mock('@cx-concierge/egress', async (original) => {
  const egress = await original<typeof import('@cx-concierge/egress')>()
  const createHttp: typeof egress.createHttp = (...how) => {
    const http = egress.createHttp(...how)
    const request: typeof http.request = async (asked) => {
      broken.in('the network')
      return await http.request(asked)
    }
    return { ...http, request }
  }
  return { ...egress, createHttp }
})
vi.mock('../src/auth/claims.ts', async (original) => {
  const claims = await original<typeof import('../src/auth/claims.ts')>()
  const judgeClaims: typeof claims.judgeClaims = (...call) => {
    broken.in('the claims')
    return claims.judgeClaims(...call)
  }
  return { ...claims, judgeClaims }
})
for (const method of ['get', 'set'] as const) {
  const real = LRUCache.prototype[method] as (...call: unknown[]) => unknown
  vi.spyOn(LRUCache.prototype, method).mockImplementation(function (this: unknown, ...call: unknown[]) {
    broken.in(`the cache’s ${method}`)
    return real.apply(this, call) as never
  })
}
const parse = JSON.parse.bind(JSON)
vi.spyOn(JSON, 'parse').mockImplementation((text: string, reviver?: Parameters<typeof JSON.parse>[1]) => {
  // whatever else parses in this process is let alone
  if (/"(?:keys|typ|active)":/.test(text)) broken.in('JSON')
  return parse(text, reviver) as unknown
})

const holder = await generateKeyPair('ES256')
const holderJwk = await exportJWK(holder.publicKey)
const bound = { cnf: { jkt: await calculateJwkThumbprint(holderJwk) } }
const opaqueIssuer = 'https://opaque.northwind.example'

/** A gateway that takes callers of every kind, and a way to be one nobody has seen before. */
async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const apiKeysFile = join(folder, 'keys.json')
  const state = { time: now, serial: 0 }
  const claims = () => ({ exp: state.time / 1000 + 600, iat: state.time / 1000, jti: (state.serial += 1) })
  const { url } = await startIssuer(({ path, form }) => {
    if (path === '/keys') return { body: JSON.stringify(jwks) }
    const usual = { iss: opaqueIssuer, aud: audience, sub: form.get('token'), client_id: 'x', scope: 'cx.read', cx_audience: 'service' }
    return { body: JSON.stringify({ active: true, ...usual, ...claims(), jti: 'x' }) }
  })
  const agent = { subject: 'a', client: 'a', audience: 'service', scopes: ['cx.read'], customer_verified: false } as const
  const { text, record } = await createKey(agent, now)
  await changeKeyFile(apiKeysFile, () => [record])
  const { authenticate, close } = createAuthenticator({
    issuers: [
      { issuer, algorithms: ['ES256'], jwksUrl: `${url}/keys` },
      { issuer: opaqueIssuer, introspection: { url: `${url}/introspect`, clientId: 'desk', clientSecret: 'secret' } },
    ],
    apiKeysFile,
    dpop: 'accept',
    audience,
    clock: () => {
      broken.in('the clock')
      return broken.part === 'the clock’s reading' ? ((broken.times += 1), Number(broken.thrown)) : state.time
    },
  })
  onTestFinished(close)
  const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] }
  const gateway = await startGateway({ authenticate, resource })

  const send = (headers: Readonly<Record<string, string>>): Promise<RawAnswer> =>
    gateway.send({ headers: { ...modernHeaders('x'), ...headers }, body: JSON.stringify(modernCall()) })
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const newcomers = {
    signed: async () => bearer(await makeToken(now, { claims: claims() })),
    opaque: () => Promise.resolve(bearer(`opaque-${(state.serial += 1)}`)),
    'an API key': async () => {
      // what was known of a key is forgotten when the file changes
      await changeKeyFile(apiKeysFile, () => [record])
      return bearer(text)
    },
    bound: async () => {
      const token = await makeToken(now, { claims: { ...claims(), ...bound } })
      const ath = createHash('sha256').update(token).digest('base64url')
      const proof = new SignJWT({ htm: 'POST', htu: audience, iat: state.time / 1000, jti: `${(state.serial += 1)}`, ath })
      return {
        authorization: `DPoP ${token}`,
        dpop: await proof.setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: holderJwk }).sign(holder.privateKey),
      }
    },
  }
  return { state, send, newcomers }
}

type Kind = keyof Awaited<ReturnType<typeof setUp>>['newcomers']

/** Who depends on what. */
const dependents: Readonly<Record<string, readonly Kind[]>> = {
  'the hash': ['signed', 'opaque', 'an API key', 'bound'],
  scrypt: ['an API key'],
  'the comparison': ['an API key'],
  'the key file': ['an API key'],
  'the signature check': ['signed', 'bound'],
  'the thumbprint': ['bound'],
  'the network': ['signed', 'opaque'],
  'the claims': ['signed', 'opaque', 'bound'],
  'the cache’s get': ['signed', 'opaque', 'an API key', 'bound'],
  'the cache’s set': ['signed', 'opaque', 'an API key', 'bound'],
  JSON: ['signed', 'opaque', 'bound'],
  'the clock': ['signed', 'opaque', 'an API key', 'bound'],
}
const thrown: readonly unknown[] = [
  new Error('broken'),
  new TypeError('broken'),
  new RangeError('broken'),
  new ConciergeError('INTERNAL', 'broken'),
  new ConciergeError('BACKEND_TIMEOUT', 'broken'),
  Object.assign(new Error('broken'), { code: 'ENOENT' }),
  new AggregateError([], 'broken'),
  new DOMException('broken', 'AbortError'),
  'a text',
  undefined,
  null,
  { caller: { subject: 'root' } },
]

async function whileBroken<Value>(part: string, how: unknown, work: () => Promise<Value>): Promise<Value> {
  Object.assign(broken, { part, thrown: how, times: 0 })
  try {
    return await work()
  } finally {
    broken.part = undefined
  }
}

describe('nobody is let in, and everybody is refused in the same bytes, when', () => {
  const said = 'The access token is not valid for this service.'
  const hint = 'scope="cx.read", resource_metadata="https://concierge.northwind.example/.well-known/oauth-protected-resource/mcp"'
  const refusal = [
    401,
    `Bearer error="invalid_token", error_description="${said}", ${hint}`,
    `{"error":"invalid_token","error_description":"${said}"}`,
  ]
  const bytesOf = ({ status, headers, body }: RawAnswer) => [status, headers['www-authenticate'], body]

  it.each(Object.keys(dependents))(
    '%s fails, in whatever way',
    async (part) => {
      const { state, send, newcomers } = await setUp()
      for (const kind of dependents[part] ?? []) {
        for (const how of thrown) {
          // keys of issuers are forgotten, and files looked at anew
          state.time += 3_600_000
          const headers = await newcomers[kind]()
          const answer = await whileBroken(part, how, () => send(headers))
          expect([kind, ...bytesOf(answer)]).toEqual([kind, ...refusal])
          expect(broken.times, `${kind} does not depend on ${part}`).toBeGreaterThan(0)
        }
        state.time += 3_600_000
        expect([kind, (await send(await newcomers[kind]())).status]).toEqual([kind, 200])
      }
    },
    60_000,
  )

  it.each([NaN, Infinity, -Infinity, -1, 'noon'])('the clock says %s, also to those who were known before', async (reading) => {
    const { send, newcomers } = await setUp()
    for (const kind of ['signed', 'opaque', 'an API key'] as const) {
      const headers = await newcomers[kind]()
      expect([kind, (await send(headers)).status]).toEqual([kind, 200])
      if (kind === 'an API key' && reading === -1) continue
      const answer = await whileBroken('the clock’s reading', reading, () => send(headers))
      expect([kind, ...bytesOf(answer)]).toEqual([kind, ...refusal])
    }
  })
})
