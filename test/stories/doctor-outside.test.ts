import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeKeyFile, createKey, type NewKey } from '@cx-concierge/gateway'
import { checkApiKeys } from '../../packages/cli/src/doctor/check-api-keys.ts'
import { checkGateway } from '../../packages/cli/src/doctor/check-gateway.ts'
import { checkProcess } from '../../packages/cli/src/doctor/check-process.ts'
import { concierge } from '../../packages/cli/test/support/concierge.ts'
import { openDemoDesk } from '../support/demo-desk.ts'
import { openGuardedDesk } from '../support/guarded-desk.ts'
import { states } from './support/states.ts'
import { storyMoment } from './support/story-desk.ts'
import { trustedIssuer } from './support/tokens.ts'
import type { Finding } from '../../packages/cli/src/doctor/finding.ts'

const dayMs = 86_400_000
const day = (moment: number): string => new Date(moment).toISOString()

describe('the file of API keys', () => {
  const now = storyMoment
  const key: NewKey = { subject: 's', client: 'c', audience: 'service', scopes: ['cx.route'], customer_verified: false }
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cx-keys-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function found(made: number, expires?: number): Promise<string> {
    const file = join(folder, 'keys.json')
    const { record } = await createKey({ ...key, ...(expires === undefined ? {} : { expires: day(expires) }) }, made)
    await changeKeyFile(file, () => [record])
    return states(checkApiKeys(file, now), 'API keys').join().replace(record.id, 'KEY')
  }

  test('is looked at key by key', async () => {
    expect(await found(now, now + dayMs)).toBe('good: 1 in force, each with an end, none older than 180 days')
    expect(await found(now)).toBe('warning: KEY never ends')
    expect(await found(now - 181 * dayMs, now + dayMs)).toBe('warning: KEY is 181 days old')
    expect(await found(now - dayMs, now - 1)).toBe(`warning: KEY ended on ${day(now - 1).slice(0, 10)}`)
  })

  test('is bad when it is not there, and no point where none is named', async () => {
    expect(states(checkApiKeys(join(folder, 'nothing.json'), now), 'API keys')[0]).toMatch(/^bad: /)
    expect(checkApiKeys(undefined, now)).toEqual([])
  })
})

test.each([
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 1000, /^bad: NODE_TLS_REJECT_UNAUTHORIZED=0/],
  [{ NODE_OPTIONS: '--inspect=0.0.0.0' }, 1000, /^bad: NODE_OPTIONS opens a debugger/],
  [{}, 0, /^warning: this would run as root$/],
  [{}, undefined, /^good: /],
])('with the environment %j and user %s', (env, userId, expected) => {
  expect(states(checkProcess(env, userId), 'process')).toEqual([expect.stringMatching(expected)])
})

describe('a running gateway, from outside', () => {
  const now = Date.now
  const look = async (url: string, audience = url): Promise<readonly Finding[]> => await checkGateway({ url: new URL(url), audience, now })

  test('that refuses strangers lacks only TLS here', async () => {
    await using desk = await openGuardedDesk({ issuers: [trustedIssuer] })
    expect(states(await look(desk.url), 'gateway')).toEqual([
      'good: is ready',
      expect.stringMatching(/^good: our clock agrees/),
      'bad: callers reach it without TLS, so tokens travel in the open',
      'good: strangers and demo tokens are refused',
      'good: its metadata names the URL that callers use',
      'warning: its metrics can be read from here',
    ])
    expect(
      states(await look(desk.url, 'https://concierge.northwind.example/mcp'), 'gateway').filter((line) => line.includes('names')),
    ).toEqual([`bad: its metadata names ${desk.url}, but callers use ${desk.url}`])
  })

  test('that is named by another URL than the MCP URL is asked for that one', async () => {
    await using desk = await openGuardedDesk({ issuers: [trustedIssuer] })
    const doors = states(await look(new URL('/', desk.url).href), 'gateway').filter((line) => !/ready|clock|TLS/.test(line))
    expect(doors).toEqual(['bad: there is nothing at /, so who is let in could not be looked at'])
  })

  test('that takes demo tokens is found out', async () => {
    await using desk = await openDemoDesk()
    const bad = states(await look(desk.url), 'gateway').filter((line) => line.includes('everybody knows'))
    expect(bad).toEqual(['customer', 'service', 'internal'].map((who) => `bad: the token demo-${who}, which everybody knows, gets 200`))
  })

  test('that is not there, or not ready, is said to be', async () => {
    const server = createServer((_, response) => response.writeHead(503).end('{"ready":false}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
    expect(states(await look(url), 'gateway')[0]).toBe('bad: says it is not ready: {"ready":false}')
    server.close()
    server.closeAllConnections()
    expect(states(await look(url), 'gateway')).toEqual([expect.stringMatching(/^bad: cannot be reached \(/)])
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

test.skipIf(!hasOpenssl)('a certificate is held against the clock and the authorities this machine trusts', async () => {
  await using desk = await openGuardedDesk({ issuers: [trustedIssuer] })
  const folder = await mkdtemp(join(tmpdir(), 'cx-tls-'))
  const [keyFile, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost']
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-days', '7', '-keyout', keyFile, '-out', certificate]
  expect(spawnSync('openssl', [...made, ...names]).status).toBe(0)
  const balancer = createTlsServer({ key: await readFile(keyFile), cert: await readFile(certificate) }, (socket) => {
    const inner = connect(desk.port, '127.0.0.1')
    socket.pipe(inner).pipe(socket)
    for (const one of [socket, inner]) one.on('error', () => one.destroy())
  }).listen(0, '127.0.0.1')
  await once(balancer, 'listening')
  const url = `https://localhost:${(balancer.address() as AddressInfo).port}/mcp`
  const ask = async (env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { stdout } = await concierge(['doctor', 'config', '--url', url, '--json'], env)
    return states(JSON.parse(stdout) as Finding[], 'gateway')
  }
  expect(await ask({ NODE_EXTRA_CA_CERTS: certificate })).toContain('warning: the certificate ends in 6 days')
  expect((await ask({})).join()).toMatch(/^bad: cannot be reached \(.*self-signed/)
  balancer.close()
  await rm(folder, { recursive: true, force: true })
})

test('the command ends with 1 while something is to be mended, and says what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cx-doctor-'))
  const { code, stdout, stderr } = await concierge(['doctor', '--data', folder])
  await rm(folder, { recursive: true, force: true })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toMatch(/✗ configuration {2}\S*connectors\.yaml:15 .*SALESFORCE_CLIENT_ID.*\n {4}→ /)
  expect(stdout).toMatch(/\n\d+ good, \d+ to think about, [1-9]\d* to mend, \d+ not looked at\n$/)
})
