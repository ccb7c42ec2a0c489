import { inspect } from 'node:util'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sealed, type Call } from '@cx-concierge/connector-kit'
import { start } from '../sandbox/index.ts'
import { ask, connect, noon } from './connect.ts'
import { northwind } from './northwind.ts'

const { publicKey, privateKey } = await generateKeyPair('ES256')
const trusts = {
  issuer: 'https://issuer.example',
  audience: 'https://nw.my.salesforce.example',
  jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] },
}
const revoked = new Set<string>()
const backend = await start({ data: () => northwind, now: () => noon, trusts, revoked })
const { instance_url } = backend.settings
afterAll(() => backend.close())
beforeEach(() => {
  revoked.clear()
  backend.resetStats()
})

const acme = '001NwAcmeRobot1IRA'

async function tokenFor(email: string): Promise<string> {
  return await new SignJWT({ sub: email, iss: trusts.issuer, aud: trusts.audience, exp: noon / 1000 + 60 })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey)
}

const callAs = (token: string): Call => ({ signal: AbortSignal.timeout(10_000), bearer: sealed(token) })

describe('Salesforce read with the callers’ own rights', () => {
  it('shows each of them what is theirs, without any sign-in', async () => {
    const { lookups } = connect({ instance_url }).connection
    const owners = callAs(await tokenFor('priya.nair@northwind.example'))
    const strangers = callAs(await tokenFor('sarah.jenkins@northwind.example'))
    expect((await ask(lookups.accounts, [acme], owners)).get(acme)).toMatchObject({ name: 'Acme Robotics' })
    expect((await ask(lookups.accounts, [acme], strangers)).get(acme)).toBeUndefined()
    expect(backend.stats().byRoute).toEqual({ composite: 2 })
  })

  it('does not read anything for a call without a caller’s token', async () => {
    const { lookups } = connect({ instance_url }).connection
    await expect(ask(lookups.accounts, [acme])).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(backend.stats().requests).toBe(0)
  })

  it('says that a token is not taken any more after one request, and shows it nowhere', async () => {
    const { connection, logLines } = connect(backend.settings)
    const token = await tokenFor('priya.nair@northwind.example')
    revoked.add('priya.nair@northwind.example')
    const error: unknown = await ask(connection.lookups.accounts, [acme], callAs(token)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    expect(backend.stats().byRoute).toEqual({ composite: 1 })
    expect(inspect(error, { depth: null, showHidden: true }) + logLines.join('')).not.toContain(token)
  })

  it('is checked without signing in where there is no sign-in', async () => {
    const { connection } = connect({ instance_url })
    await connection.check({ signal: AbortSignal.timeout(10_000) })
    expect(backend.stats().byRoute).toEqual({ versions: 1 })
    backend.fail({ kind: 'status', status: 503 })
    await expect(connection.check({ signal: AbortSignal.timeout(10_000) })).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
    backend.fail(undefined)
  })

  it('needs an address to be read at, or a sign-in that names one', () => {
    expect(() => connect({})).toThrow(/needs sign_in, or instance_url/)
  })
})
