import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAuthenticator, type AuthenticatorOptions } from '../src/index.ts'
import { now } from './support/gateway.ts'
import { startIssuer } from './support/issuer-server.ts'
import { audience, issuer, jwks, makeToken } from './support/tokens.ts'

describe('keys', () => {
  const one = { issuer, algorithms: ['ES256'] as const }
  const url = 'https://login.example/ask'
  const introspection = { url, clientId: 'desk', clientSecret: 'secret' }
  const build = (options: Partial<AuthenticatorOptions>) =>
    createAuthenticator({ issuers: [], audience, clock: () => now, ...options }).authenticate

  it('are read from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const jwksFile = join(folder, 'jwks.json')
    writeFileSync(jwksFile, JSON.stringify(jwks))
    const ask = build({ issuers: [{ ...one, jwksFile }] })
    expect(await ask({ headers: { authorization: `Bearer ${await makeToken(now)}` } })).toHaveProperty('caller')
  })

  it('are fetched from the issuer, and nobody is let in while they cannot be', async () => {
    let up = false
    let time = now
    const { url } = await startIssuer(() => ({ status: up ? 200 : 500, body: JSON.stringify(jwks) }))
    const ask = build({ issuers: [{ ...one, jwksUrl: `${url}/keys` }], clock: () => time })
    const request = { headers: { authorization: `Bearer ${await makeToken(now)}` } }
    expect(await ask(request)).toEqual({ refused: 'fault' })
    up = true
    time += 1_000
    expect(await ask(request)).toHaveProperty('caller')
  })

  it('of one issuer do not vouch for another', async () => {
    const other = await generateKeyPair('ES256')
    const otherKeys = { keys: [{ ...(await exportJWK(other.publicKey)), kid: 'one' }] }
    const ask = build({
      issuers: [
        { ...one, jwks },
        { ...one, issuer: 'https://second.example', jwks: otherKeys },
      ],
    })
    const good = await makeToken(now, { key: other.privateKey, claims: { iss: 'https://second.example' } })
    expect(await ask({ headers: { authorization: `Bearer ${good}` } })).toHaveProperty('caller')
    const forged = await makeToken(now, { key: other.privateKey })
    expect(await ask({ headers: { authorization: `Bearer ${forged}` } })).toEqual({ refused: 'signature' })
  })

  it.each([
    ['no issuer', {}],
    [
      'an issuer twice',
      {
        issuers: [
          { ...one, jwks },
          { ...one, jwks },
        ],
      },
    ],
    ['no algorithm', { issuers: [{ ...one, jwks, algorithms: [] }] }],
    ['a symmetric algorithm', { issuers: [{ ...one, jwks, algorithms: ['HS256'] }] }],
    ['the algorithm none', { issuers: [{ ...one, jwks, algorithms: ['none'] }] }],
    ['no keys', { issuers: [{ ...one, jwks: { keys: [] } }] }],
    ['a secret key', { issuers: [{ ...one, jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }] }],
    ['a private key', { issuers: [{ ...one, jwks: { keys: [{ ...jwks.keys[0], d: 'x' }] } }] }],
    ['a missing file', { issuers: [{ ...one, jwksFile: '/no/such/file' }] }],
    ['keys fetched in the clear', { issuers: [{ ...one, jwksUrl: 'http://login.example/keys' }] }],
    ['an empty audience', { issuers: [{ ...one, jwks }], audience: '' }],
    ['an address of keys that ends with a slash', { issuers: [{ ...one, jwksUrl: 'https://login.example/keys/' }] }],
    ['two issuers for opaque tokens', { issuers: ['a', 'b'].map((name) => ({ issuer: name, introspection })) }],
    ['introspection in the clear', { issuers: [{ issuer, introspection: { ...introspection, url: 'http://login.example/ask' } }] }],
    [
      'a private key that is none',
      { issuers: [{ issuer, introspection: { url, clientId: 'desk', privateKey: 'x', algorithm: 'ES256' } }] },
    ],
    ['too much leeway', { issuers: [{ ...one, jwks }], leewayS: 61 }],
  ])('cannot be set up with %s', (_name, options) => {
    expect(() => build(options as Partial<AuthenticatorOptions>)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})
