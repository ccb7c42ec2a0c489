import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { isIP, type AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createHttp, type HttpReply, type Resolve } from '@cx-concierge/egress'
import { loadConfig } from '@cx-concierge/gateway'
import { copyConfig } from '../stories/support/config-copy.ts'
import { corpusStrings } from '../stories/support/hostile-strings.ts'
import { insideAddresses, insideAddresses6, spellings, wrapped } from './support/addresses.ts'
import { startCanaries, type Canaries } from './support/canaries.ts'

let canaries: Canaries
beforeAll(async () => {
  canaries = await startCanaries()
})
afterAll(() => canaries[Symbol.asyncDispose]())
afterEach(() => {
  if (canaries.connections() > 0) throw new Error(`${canaries.connections()} connections at the canaries`)
})

const inside6 = [...insideAddresses.flatMap(wrapped), ...insideAddresses6]
const hostTexts = [
  ...insideAddresses,
  ...insideAddresses.flatMap(spellings),
  ...inside6.map((address) => `[${address}]`),
  'localhost',
  'LOCALHOST.',
  'ip6-localhost',
]

/** What the collections call their target and the host in front of it, as ours. */
const collected = (): string[] =>
  corpusStrings(['ssrf'], 1).map((text) =>
    text
      .replaceAll('google.com', `127.0.0.1:${canaries.port}`)
      .replaceAll(/www\.whitelisteddomain\.tld|whitelisteddomain\.tld/g, 'crm.example'),
  )
const generated = (): string[] =>
  hostTexts.flatMap((host) => [
    `http://${host}:${canaries.port}`,
    `https://${host}:${canaries.port}/`,
    `http://crm.example:${canaries.port}@${host}:${canaries.port}`,
  ])

/** Every name leads to the canaries, so that whatever passes for a name is seen. */
const toCanaries: Resolve = (_name, done) => done(null, [{ address: '127.0.0.1', family: 4 }])

/** What comes of one request to an address, for somebody who may reach these hosts. */
async function outcome(baseUrl: string, hosts: readonly string[], resolve: Resolve): Promise<string> {
  try {
    const http = createHttp({ name: 'crm', hosts }, { baseUrl }, resolve)
    const { status } = await http.request({ method: 'GET', path: [], signal: AbortSignal.timeout(5000) })
    return `answered ${status}`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** The addresses that were not refused. Asked one by one, not to run out of sockets when the promise is broken. */
async function notRefused(addresses: readonly string[], hosts: readonly string[], resolve = toCanaries): Promise<string[]> {
  const through: string[] = []
  for (const address of addresses) {
    const result = await outcome(address, hosts, resolve)
    if (result !== 'HOST_NOT_ALLOWED' && result !== 'CONFIG_INVALID') through.push(`${address} ${result}`)
  }
  return through
}

test('there are more than 500 generated spellings', () => {
  expect(new Set(hostTexts).size).toBeGreaterThan(500)
})

describe('an address that is not the backend’s is refused', () => {
  const usual = (): string[] => [
    'crm.example',
    `crm.example:${canaries.port}`,
    '*.crm.example',
    '*.1',
    '*.0.0.1',
    `*.0.0.1:${canaries.port}`,
  ]

  test('in every collected and generated spelling', async () => {
    const addresses = [...generated(), ...collected(), ...collected().map((text) => `https:${text}`)]
    expect(await notRefused(addresses, usual())).toEqual([])
  })

  test('even when its very spelling is on the list, unless that is an address and nothing else', async () => {
    const odd = hostTexts.filter((text) => isIP(text.replaceAll(/^\[|\]$/g, '')) === 0)
    const through = await Promise.all(
      odd.map((host) => notRefused([`http://${host}:${canaries.port}`, `https://${host}:${canaries.port}`], [`${host}:${canaries.port}`])),
    )
    expect(through.flat()).toEqual([])
  })

  test('when it is what the name of an allowed host leads to', async () => {
    const addresses = [...insideAddresses, ...inside6]
    for (const address of addresses) {
      const resolve: Resolve = (_name, done) => done(null, [{ address, family: isIP(address) || 4 }])
      expect(await notRefused([`https://crm.example:${canaries.port}`], usual(), resolve)).toEqual([])
    }
  })

  test('when the name leads there only at the second look, or at every other', async () => {
    let looks = 0
    const resolve: Resolve = (_name, done) => done(null, [{ address: looks++ % 2 === 0 ? '::ffff:0:0' : '127.0.0.1', family: 4 }])
    const addresses = Array.from({ length: 50 }, () => `https://crm.example:${canaries.port}`)
    expect(await notRefused(addresses, usual(), resolve)).toEqual([])
    expect(looks).toBe(50)
  })
})

/** A backend that answers as told, at an address that may be reached. */
async function backendAt(answer: (server: Server) => void): Promise<{ url: string; close: () => void }> {
  const server = createServer()
  answer(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

describe('a request that may leave goes nowhere else', () => {
  const statuses = [201, 300, 301, 302, 303, 305, 306, 307, 308, 401, 407, 421, 503]
  test.each(statuses)('when it is answered with %i and another place', async (status) => {
    let target = ''
    const backend = await backendAt((server) =>
      server.on('request', (_request, response) =>
        response
          .writeHead(status, {
            location: target,
            refresh: `0; url=${target}`,
            link: `<${target}>; rel=preload`,
            'alt-svc': `h2="${target}"`,
          })
          .end(),
      ),
    )
    const http = createHttp({ name: 'crm', hosts: [new URL(backend.url).host] }, { baseUrl: backend.url })
    const seen: HttpReply['status'][] = []
    for (const [index, text] of [...generated(), ...collected()].entries()) {
      if (index % statuses.length !== statuses.indexOf(status)) continue
      target = text.replaceAll(/[^\x20-\x7E]/gu, encodeURIComponent)
      seen.push((await http.request({ method: 'GET', path: [], signal: AbortSignal.timeout(5000) })).status)
    }
    backend.close()
    expect(new Set(seen)).toEqual(new Set([status]))
  })

  test('when its path, query and headers hold other addresses', async () => {
    const hosts = new Set<string | undefined>()
    const backend = await backendAt((server) =>
      server.on('request', (request, response) => {
        hosts.add(request.headers.host)
        response.end()
      }),
    )
    const http = createHttp({ name: 'crm', hosts: [new URL(backend.url).host] }, { baseUrl: backend.url })
    for (const text of [...generated().filter((_text, index) => index % 10 === 0), ...collected()]) {
      const headers = { host: text, 'x-forwarded-host': text, referer: text, 'proxy-authorization': text, connection: 'keep-alive' }
      const sent = http.request({ method: 'POST', path: [text], query: { url: text }, headers, signal: AbortSignal.timeout(5000) })
      expect((await sent).status).toBe(200)
    }
    backend.close()
    expect([...hosts]).toEqual([new URL(backend.url).host])
  })

  test('when the environment names a proxy, in every way there is', async () => {
    const backend = await backendAt((server) => server.on('request', (_request, response) => response.end('here')))
    const proxy = `http://127.0.0.1:${canaries.port}`
    const names = [
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'ALL_PROXY',
      'http_proxy',
      'https_proxy',
      'all_proxy',
      'npm_config_proxy',
      'npm_config_https_proxy',
      'GLOBAL_AGENT_HTTP_PROXY',
    ]
    const env = {
      ...process.env,
      ...Object.fromEntries(names.map((name) => [name, proxy])),
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: '',
      no_proxy: '',
    }
    const program = fileURLToPath(new URL('support/one-request.ts', import.meta.url))
    for (const flags of [[], ['--use-env-proxy']]) {
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, backend.url], { env })
      expect(stdout).toBe('here')
    }
    backend.close()
  })
})

describe('settings of a connector', () => {
  /** Where in connectors.yaml an address stands, and what else has to be said of it. */
  const places: readonly (readonly [connector: string, sound: string, line: RegExp, put: (address: string) => string])[] = [
    ['salesforce', 'https://login.salesforce.com', /login_url: .*/, (address) => `login_url: ${JSON.stringify(address)}`],
    ['gainsight', 'https://northwind.gainsightcloud.com', /base_url: .*/, (address) => `base_url: ${JSON.stringify(address)}`],
    ['google-sheets', 'https://sheets.googleapis.com', /tab: .*/, (address) => `api_url: ${JSON.stringify(address)}`],
    ['image-cdn', 'https://img.northwind.example', / url: .*/, (address) => ` url: ${JSON.stringify(`${address}/{email_hash}.jpg`)}`],
  ]

  const secrets = {
    env: {
      SALESFORCE_CLIENT_ID: 'client',
      SALESFORCE_USERNAME: 'desk@northwind.example',
      GAINSIGHT_ACCESS_KEY: 'a-key-of-twenty-letters',
      BOOKING_SHEET_ID: 'a-sheet-of-twenty-letters',
      GOOGLE_CLIENT_EMAIL: 'desk@northwind.example',
    },
    readFile: (): string => 'a-secret',
  }

  test.each(places)('of %s that name an inner address are a fault, and nothing is started', async (_connector, sound, line, put) => {
    const folder = await mkdtemp(join(tmpdir(), 'cx-egress-'))
    const starts = async (address: string): Promise<boolean> => {
      const copy = await copyConfig(folder, (text, file) => (file === 'connectors.yaml' ? text.replace(line, () => put(address)) : text))
      return (await loadConfig(copy, { now: Date.now(), secrets })).config !== undefined
    }
    const started: string[] = []
    for (const address of [sound, ...generated().filter((_text, index) => index % 40 === 0)])
      if (await starts(address)) started.push(address)
    await rm(folder, { recursive: true })
    expect(started).toEqual([sound])
  })
})
