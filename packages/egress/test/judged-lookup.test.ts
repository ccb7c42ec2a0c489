import { describe, expect, it } from 'vitest'
import { createHttp, type Reach, type Resolve } from '../src/index.ts'
import { loopbackServer } from './loopback-server.ts'

const signal = AbortSignal.timeout(10_000)
const name = 'crm.internal.example'

/** What comes of one request to a name that resolves to these addresses, and how often it was resolved. */
async function outcome(
  change: { readonly addresses: readonly (readonly string[])[]; readonly scheme?: 'http' | 'https' } & Partial<Reach>,
): Promise<{ result: string; lookups: number; connections: number }> {
  await using server = await loopbackServer((_, response) => response.end('here'))
  const { port } = new URL(server.url)
  const { addresses, scheme = 'http', ...reach } = change
  let lookups = 0
  const resolve: Resolve = (_hostname, done) => {
    const found = addresses[Math.min(lookups++, addresses.length - 1)] ?? []
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  const host: Reach = { name: 'crm', hosts: [`${name}:${port}`, `localhost:${port}`], ...reach }
  const baseUrl = `${scheme}://${scheme === 'http' ? 'localhost' : name}:${port}`
  const http = createHttp(host, { baseUrl }, resolve)
  const result = await http.request({ method: 'GET', path: [], signal }).then(
    ({ text }) => text,
    ({ code }: { code: string }) => code,
  )
  http.close()
  return { result, lookups, connections: server.connections() }
}

describe('a host name', () => {
  it.each([
    ['private', ['127.0.0.1']],
    ['public and private', ['1.1.1.1', '127.0.0.1']],
    ['private and mapped', ['::ffff:127.0.0.1']],
    ['none at all', []],
  ])('whose addresses are %s is not connected to', async (_kind, addresses) => {
    expect(await outcome({ scheme: 'https', addresses: [addresses] })).toEqual({ result: 'HOST_NOT_ALLOWED', lookups: 1, connections: 0 })
  })

  it('that is listed as private is connected to, wherever in a private network it is', async () => {
    // the server speaks no TLS: that it was reached is all there is to see
    const reached = { result: 'BACKEND_UNAVAILABLE', lookups: 1, connections: 1 }
    expect(await outcome({ scheme: 'https', privateHosts: [name], addresses: [['127.0.0.1']] })).toEqual(reached)
    expect(await outcome({ scheme: 'https', privateHosts: ['*.internal.example'], addresses: [['127.0.0.1']] })).toEqual(reached)
  })

  it.each(['169.254.169.254', 'fe80::1', '0.0.0.0', '::', '::ffff:127.0.0.1', '64:ff9b::7f00:1'])(
    'that is listed as private is not connected to at %s all the same',
    async (address) => {
      const refused = { result: 'HOST_NOT_ALLOWED', lookups: 1, connections: 0 }
      expect(await outcome({ scheme: 'https', privateHosts: [name], addresses: [[address]] })).toEqual(refused)
    },
  )

  it('is connected to without TLS only on this machine, and only when listed', async () => {
    expect(await outcome({ privateHosts: ['localhost'], addresses: [['127.0.0.1']] })).toMatchObject({ result: 'here' })
    expect(await outcome({ privateHosts: ['localhost'], addresses: [['10.0.0.1']] })).toMatchObject({ result: 'HOST_NOT_ALLOWED' })
    expect(await outcome({ addresses: [['127.0.0.1']] })).toMatchObject({ result: 'HOST_NOT_ALLOWED' })
  })

  it('is looked up once: the address that was judged is the one connected to', async () => {
    const flips = { privateHosts: ['localhost'], addresses: [['127.0.0.1'], ['169.254.169.254']] }
    expect(await outcome(flips)).toEqual({ result: 'here', lookups: 1, connections: 1 })
  })
})
