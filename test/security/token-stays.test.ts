import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DpopSession } from '@modelcontextprotocol/client'
import { changeKeyFile, createKey, createLog } from '@cx-concierge/gateway'
import { expect, it, onTestFinished } from 'vitest'
import { clientSecret } from '../support/authorization-clients.ts'
import { startAuthorizationServer } from '../support/authorization-server.ts'
import { openGuardedDesk } from '../support/guarded-desk.ts'
import { acmeId } from '../support/northwind-facts.ts'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import { captureOutbound } from './support/outbound-bytes.ts'

const callsByEra = {
  modern: () => modernRequest('tools/call', { name: 'get_escalation_contact', arguments: { account_id: acmeId } }),
  refused: () => modernRequest('tools/call', { name: 'get_account_team', arguments: { account_id: acmeId } }),
  wrong: () => modernRequest('tools/call', { name: 'get_escalation_contact', arguments: { account_id: 7 } }),
  older: () => ({
    body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_escalation_contact', arguments: { account_id: acmeId } } },
    headers: {},
  }),
}

it('no caller’s token leaves the gateway, in no answer, request, log line, metric or record, but to the issuer that is asked about it', async () => {
  await using closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'taint-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const signing = closing.use(await startAuthorizationServer())
  const asked = closing.use(await startAuthorizationServer())
  asked.tokenForm = 'opaque'
  const apiKeysFile = join(folder, 'keys.json')
  const lines: string[] = []
  const apiKey = await createKey(
    { subject: 'helpdesk', client: 'helpdesk', audience: 'service', scopes: ['cx.route', 'cx.route.any'], customer_verified: true },
    Date.now(),
  )
  await changeKeyFile(apiKeysFile, () => [apiKey.record])
  const desk = closing.use(
    await openGuardedDesk({
      issuers: [
        { issuer: signing.issuer, jwksUrl: signing.jwksUrl, algorithms: ['ES256'] },
        { issuer: asked.issuer, introspection: { url: asked.introspectionUrl, clientId: 'desk', clientSecret } },
      ],
      apiKeysFile,
      dpop: 'accept',
      log: createLog({ destination: { write: (line) => lines.push(line) } }),
    }),
  )
  const session = await DpopSession.create()
  const tokenProof = await session.buildProof({ htm: 'POST', htu: `${signing.issuer}/token` })
  const scope = 'cx.route cx.route.any'
  const tokens = {
    signed: await signing.token('platform', desk.url, scope),
    opaque: await asked.token('platform', desk.url, scope),
    bound: await signing.token('platform', desk.url, scope, tokenProof),
    'an API key': apiKey.text,
    'one for somebody else': await signing.token('platform', 'https://other.example/mcp', scope),
    'a made-up one': 'made-up-token-of-nobody',
  }

  const capture = captureOutbound()
  closing.defer(capture.stop)
  const answers: string[] = []
  const statuses: Record<string, number[]> = {}
  for (const [kind, token] of Object.entries(tokens)) {
    for (const makeCall of Object.values(callsByEra)) {
      const { body, headers } = makeCall()
      const proof = { authorization: `DPoP ${token}`, dpop: await session.buildProof({ htm: 'POST', htu: desk.url, accessToken: token }) }
      const all = { ...usualHeaders(token), ...headers, ...(kind === 'bound' ? proof : {}) }
      const response = await fetch(desk.url, { method: 'POST', headers: all, body: JSON.stringify(body) })
      answers.push(`${JSON.stringify([...response.headers])} ${await response.text()}`)
      statuses[kind] = [...(statuses[kind] ?? []), response.status]
    }
  }
  const metrics = await (await fetch(new URL('/metrics', desk.url))).text()
  capture.stop()

  for (const kind of ['signed', 'opaque', 'bound', 'an API key']) expect([kind, statuses[kind]]).toEqual([kind, [200, 403, 200, 200]])
  for (const kind of ['one for somebody else', 'a made-up one']) expect([kind, statuses[kind]]).toEqual([kind, [401, 401, 401, 401]])
  // what the test itself sent to the gateway, and what an authorization server answers, is not the gateway's doing
  const outbound = capture
    .connections()
    .filter(({ remotePort, localPort }) => remotePort !== desk.port && localPort !== signing.port && localPort !== asked.port)
  const elsewhere = outbound.filter(({ remotePort }) => remotePort !== asked.port).map(({ bytes }) => bytes)
  expect(elsewhere.length).toBeGreaterThan(4)
  const records = JSON.stringify([await desk.gateway.store.audits({ limit: 100 })])
  const places = { elsewhere: elsewhere.join('\n'), answers: answers.join('\n'), log: lines.join('\n'), metrics, records }
  for (const place of Object.values(places)) expect(place.length).toBeGreaterThan(100)
  for (const [kind, token] of Object.entries(tokens)) {
    for (const [place, text] of Object.entries(places)) {
      for (const form of formsOf(token)) expect(text.includes(form), `${kind} in ${place}`).toBe(false)
    }
  }
  const toIssuer = outbound.filter(({ remotePort }) => remotePort === asked.port).map(({ bytes }) => bytes)
  expect(toIssuer.join('')).toContain(tokens.opaque)
  for (const kind of ['signed', 'bound', 'an API key'] as const) expect(toIssuer.join('')).not.toContain(tokens[kind])
})

/** The token as it is, its end, which is where a signature is, and the whole in the encodings it might be hidden in. */
function formsOf(token: string): readonly string[] {
  return [
    token,
    token.slice(-20),
    Buffer.from(token).toString('base64').slice(0, 60),
    Buffer.from(token).toString('hex'),
    encodeURIComponent(token),
  ]
}
