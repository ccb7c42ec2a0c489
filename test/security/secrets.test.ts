import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import { call, structured } from '../stories/support/call.ts'
import { copyConfig } from '../stories/support/config-copy.ts'
import { colleague, issuer, platform, signToken } from '../stories/support/tokens.ts'
import { runConcierge, startGatewayProcess, type GatewayProcess } from '../support/production/gateway-process.ts'
import { allMisbehaviours } from './support/misbehaving-proxy.ts'
import { backendSecrets, environmentSecrets, essence, formsOf, humanSecrets } from './support/planted-secrets.ts'
import { openSecretWorld, type SecretWorld } from './support/secret-world.ts'

const audience = 'https://concierge.northwind.example/mcp'

let world: SecretWorld
/** Every byte that came out of anything, by where. */
const out = new Map<string, Buffer>()
const tokens: string[] = []

beforeAll(async () => {
  world = await openSecretWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function keep(where: string, bytes: Buffer | string): void {
  out.set(`${where} #${out.size}`, Buffer.from(bytes))
}

const newToken = async (claims: Parameters<typeof signToken>[0], from: { audience?: string; nowMs?: number } = {}): Promise<string> => {
  const token = await signToken(claims, { issuer, audience, nowMs: Date.now(), ...from })
  tokens.push(token)
  return token
}

const start = (data = world.data): Promise<GatewayProcess> => startGatewayProcess(['--config', world.config, '--data', data], world.env)

/** Sends anything, and keeps whatever comes back. */
async function poke(url: string, init: RequestInit): Promise<number> {
  const reply = await fetch(url, init)
  keep(`reply to ${init.method ?? 'GET'}`, `${reply.status} ${JSON.stringify([...reply.headers])} ${await reply.text()}`)
  return reply.status
}

async function askEverything(gateway: GatewayProcess): Promise<void> {
  const [service, staff] = await Promise.all([newToken(platform), newToken(colleague)])
  for (const account_id of ['001NwAcmeRobot1IRA', '12345', 'nobody', '001NwBirchBake5IAB'.slice(0, 18)]) {
    const answered = await call(gateway.url, service, 'get_escalation_contact', { account_id })
    keep('answer', answered.raw)
    for (const tool of ['get_account_team', 'get_account_health'])
      keep('answer', (await call(gateway.url, staff, tool, { account_id })).raw)
    if (answered.result?.isError !== true)
      keep('explanation', (await call(gateway.url, staff, 'explain_routing', { decision_id: structured(answered)['decision_id'] })).raw)
  }
}

async function readMetrics(gateway: GatewayProcess): Promise<void> {
  for (const path of ['/metrics', '/live', '/ready', '/nowhere']) await poke(new URL(path, gateway.url).href, {})
}

/** Everything a folder of records holds. */
async function keepRecords(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== 'hash.key' && !name.endsWith('.sock')) keep(`records ${name}`, await readFile(join(folder, name)))
}

describe('what is secret stays inside', { timeout: 240_000 }, () => {
  test('while everything works, and while every backend misbehaves in every way', async () => {
    await using gateway = await start()
    await askEverything(gateway)
    const before = new Set(world.proxies.flatMap(({ seen }) => [...seen]))
    expect([...before].some((secret) => secret.startsWith('00D') && secret.includes('!'))).toBe(true)
    await gateway.end('SIGTERM')
    keep('output', gateway.output())
    for (const sparesSignIn of [true, false]) {
      for (const manners of allMisbehaviours) {
        for (const proxy of world.proxies) Object.assign(proxy, { manners, sparesSignIn })
        // with nothing in memory, so that every backend is asked
        const data = join(world.folder, `data-${manners}-${sparesSignIn}`)
        await mkdir(data)
        await using troubled = await start(data)
        await askEverything(troubled)
        await readMetrics(troubled)
        const { code, output } = await troubled.end('SIGTERM')
        expect(code).toBe(0)
        keep('output', output)
        await keepRecords(data)
      }
    }
    for (const proxy of world.proxies) proxy.manners = 'good'
    await keepRecords(world.data)
  })

  test('when callers put secrets where they do not belong', async () => {
    await using gateway = await start()
    const token = await newToken(platform)
    const { body, headers } = modernRequest('tools/call', { name: 'get_escalation_contact', arguments: { account_id: '12345' } })
    const post = (more: Readonly<Record<string, string>>, text: string, url = gateway.url): Promise<number> =>
      poke(url, { method: 'POST', headers: { ...usualHeaders(token), ...headers, ...more }, body: text })
    expect(
      await post({ authorization: `Basic ${Buffer.from(`admin:${humanSecrets.basicPassword}`).toString('base64')}` }, JSON.stringify(body)),
    ).toBe(401)
    expect(await post({ authorization: `Bearer ${humanSecrets.brokenToken}` }, JSON.stringify(body))).toBe(401)
    expect(
      await post({ authorization: `Bearer ${await newToken(platform, { nowMs: Date.now() - 86_400_000 })}` }, JSON.stringify(body)),
    ).toBe(401)
    expect(
      await post({ authorization: `Bearer ${await newToken(platform, { audience: 'https://other.example' })}` }, JSON.stringify(body)),
    ).toBe(401)
    await post(
      { cookie: humanSecrets.cookie, 'x-api-key': humanSecrets.apiKeyHeader, tracestate: `a=${humanSecrets.traceState}` },
      JSON.stringify(body),
    )
    await post({}, JSON.stringify(body), `${gateway.url}?access_token=${humanSecrets.tokenInUrl}`)
    await post({}, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${humanSecrets.inBrokenJson}`)
    await poke(`${gateway.url}/${humanSecrets.tokenInUrl}`, {})
    for (const [name, args] of [
      ['get_escalation_contact', { account_id: '12345', [humanSecrets.argumentName]: humanSecrets.argument }],
      ['get_escalation_contact', { email: `${humanSecrets.argument} @` }],
      ['get_escalation_contact', { account_id: '12345', topic: humanSecrets.argument }],
      ['explain_routing', { decision_id: humanSecrets.argument }],
    ] as const)
      // a caller's own field is named to that caller, and to nobody else
      out.set(
        `answer to secrets ${out.size}`,
        Buffer.from((await call(gateway.url, token, name, args)).raw.replaceAll(`\`${humanSecrets.argumentName}\``, '')),
      )
    await call(gateway.url, token, humanSecrets.toolName, {})
    await readMetrics(gateway)
    await gateway.end('SIGTERM')
    keep('output', gateway.output())
    await keepRecords(world.data)
  })

  test.each([
    ['SIGUSR2', 'an exception nobody caught'],
    ['SIGHUP', 'a rejection nobody handled'],
  ] as const)('when it crashes by %s: %s leaves one line without a message, and ends with 1', async (signal, _what) => {
    await using gateway = await start()
    await askEverything(gateway)
    const before = gateway.output().toString()
    const { code, output } = await gateway.end(signal)
    keep('crash', output)
    expect(code).toBe(1)
    const lines = output.toString().slice(before.length).trim().split('\n')
    const crash = lines.filter((line) => line.includes('"crashed"'))
    expect(crash).toHaveLength(1)
    expect(JSON.parse(crash[0] ?? '')).toMatchObject({ level: 'fatal', event: 'crashed', error: { name: expect.any(String) } })
    expect(lines.every((line) => line.startsWith('{'))).toBe(true)
  })

  test.each([
    ['in plain', "'${env:GAINSIGHT_ACCESS_KEY}'", humanSecrets.yamlPlain, 'warning'],
    ['as a number', "'${env:GAINSIGHT_ACCESS_KEY}'", humanSecrets.yamlNumber, 'error'],
    ['as a list', "'${env:GAINSIGHT_ACCESS_KEY}'", `[${humanSecrets.yamlScalar}]`, 'error'],
    ['without a space after the colon', "access_key: '${env:GAINSIGHT_ACCESS_KEY}'", `access_key:${humanSecrets.yamlKey}`, 'error'],
    ['as a key', "access_key: '${env:GAINSIGHT_ACCESS_KEY}'", humanSecrets.yamlKey, 'error'],
    ['as an alias', "'${env:GAINSIGHT_ACCESS_KEY}'", `*${humanSecrets.yamlAlias}`, 'error'],
    ['as a tag', "'${env:GAINSIGHT_ACCESS_KEY}'", `!${humanSecrets.yamlAlias} x`, 'error'],
    ['behind a quote that never ends', "'${env:GAINSIGHT_ACCESS_KEY}'", `"${humanSecrets.yamlQuote} }`, 'error'],
    ['behind a wrong escape', "'${env:GAINSIGHT_ACCESS_KEY}'", `"\\q${humanSecrets.yamlQuote}"`, 'error'],
    ['instead of a block', "{ access_key: '${env:GAINSIGHT_ACCESS_KEY}' }", humanSecrets.yamlScalar, 'error'],
    ['as the way to sign in', 'flow: jwt', `flow: ${humanSecrets.yamlFlow}`, 'error'],
    ['as an address', /base_url: '[^']+'/, `base_url: ${humanSecrets.yamlAddress}`, 'error'],
    ['as the name of a variable', 'env:GAINSIGHT_ACCESS_KEY', `env:${humanSecrets.yamlReference}`, 'error'],
    ['as the name of a file', 'env:GAINSIGHT_ACCESS_KEY', `file:${humanSecrets.yamlReference}`, 'error'],
  ] as const)('when a secret is written into the configuration %s', async (how, from, to, severity) => {
    const folder = join(world.folder, `config-${how.replaceAll(' ', '-')}`)
    await copyConfig(folder, (text) => text)
    for (const name of await readdir(world.config)) {
      if (!name.endsWith('.yaml')) continue
      const text = await readFile(join(world.config, name), 'utf8')
      await writeFile(join(folder, name), name === 'connectors.yaml' ? text.replace(from, () => to) : text)
    }
    for (const args of [
      ['check', folder, '--secrets'],
      ['check', folder, '--json', '--secrets'],
    ]) {
      const { output } = await runConcierge(args, world.env)
      keep('check', output)
      expect(output.toString()).toMatch(severity === 'error' ? /error/ : /a secret stands here/)
    }
    if (severity === 'warning') return
    const data = join(world.folder, `data-${how.replaceAll(' ', '-')}`)
    const { code, output } = await runConcierge(['start', '--port', '0', '--config', folder, '--data', data], world.env)
    keep('start', output)
    expect(code).toBe(1)
  })

  test('when it starts on the last good configuration instead', async () => {
    await using gateway = await startGatewayProcess(['--config', join(world.folder, 'config-as-a-list'), '--data', world.data], world.env)
    await askEverything(gateway)
    await readMetrics(gateway)
    const { code, output } = await gateway.end('SIGTERM')
    keep('output', output)
    expect(code).toBe(0)
    expect(output.toString()).toMatch(/last good/)
  })

  test('when it cannot start', async () => {
    await using first = await start()
    const { port } = new URL(first.url)
    const taken = await runConcierge(['start', '--port', port, '--config', world.config, '--data', join(world.folder, 'data-2')], world.env)
    keep('start', taken.output)
    expect(taken).toMatchObject({ code: 1 })
    await writeFile(
      join(world.folder, 'salesforce.key'),
      `-----BEGIN PRIVATE KEY-----\n${backendSecrets.privateKey.split('\n')[1]}\n-----END PRIVATE KEY-----`,
    )
    const broken = await runConcierge(['start', '--port', '0', '--config', world.config, '--data', join(world.folder, 'data-3')], world.env)
    keep('start', broken.output)
    expect(broken.code).toBe(1)
  })

  test('none of it is in any byte that came out', () => {
    const secrets = [
      ...Object.values(environmentSecrets),
      ...Object.values(backendSecrets),
      ...Object.values(humanSecrets),
      ...world.used(),
      ...tokens,
    ]
    expect(new Set(secrets).size).toBeGreaterThanOrEqual(40)
    const found: string[] = []
    for (const secret of new Set(secrets.flatMap(essence))) {
      for (const [form, bytes] of formsOf(secret))
        for (const [where, text] of out) if (text.includes(bytes)) found.push(`${secret.slice(0, 40)}, ${form}, in ${where}`)
    }
    expect(found.slice(0, 40)).toEqual([])
    expect([...out.values()].reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(100_000)
  })
})
