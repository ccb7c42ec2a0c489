import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, onTestFinished } from 'vitest'
import { safeLimits } from '../src/index.ts'
import { openProtocol } from '../src/mcp/protocol.ts'
import { now, startGateway, type RunningGateway } from './support/gateway.ts'
import { legacyHeaders, messageOf, modernHeaders, modernRequest } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

setFlagsFromString('--expose-gc')
/** A web request forgets the signal it was made with when memory is tidied up. */
const collectGarbage = runInNewContext('gc') as () => void

/** Opens a stream that listens; its status, and what ends it. */
async function listen(gateway: RunningGateway, claims: Record<string, unknown> = {}) {
  const hangUp = new AbortController()
  onTestFinished(() => hangUp.abort())
  const headers = modernHeaders(await makeToken(now, { claims }), '', 'subscriptions/listen')
  const body = JSON.stringify(modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }))
  const response = await fetch(gateway.url, { method: 'POST', headers, body, signal: hangUp.signal })
  return { response, hangUp: () => hangUp.abort() }
}

it('a caller may listen on so many streams as the limits say and not on one more; other callers may still', async () => {
  const gateway = await startGateway({ protocol: openProtocol(safeLimits) })
  const most = safeLimits.subscriptionsPerCaller
  const streams = []
  for (let count = 0; count < most; count += 1) streams.push(await listen(gateway, { jti: count }))
  expect(streams.map(({ response }) => response.status)).toEqual(Array.from({ length: most }, () => 200))
  const { response } = await listen(gateway, { jti: 'one more' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60'])
  expect(messageOf(await response.text()).error).toEqual({
    code: -32_000,
    message: `Too Many Requests: ${most} streams of this caller listen already`,
  })
  expect((await listen(gateway, { sub: 'another' })).response.status).toBe(200)
  collectGarbage()
  streams[0]?.hangUp()
  await expect.poll(async () => (await listen(gateway)).response.status).toBe(200)
  expect((await listen(gateway)).response.status).toBe(429)
})

it('a request to listen that is refused holds no place', async () => {
  const gateway = await startGateway({ protocol: openProtocol(safeLimits), limits: { subscriptionsPerCaller: 1 } })
  const headers = modernHeaders(await makeToken(now), '', 'subscriptions/listen')
  const body = JSON.stringify(modernRequest('subscriptions/listen', {}))
  for (let tries = 0; tries < 3; tries += 1) expect(messageOf((await gateway.send({ headers, body })).body).error?.code).toBe(-32_602)
  expect((await listen(gateway)).response.status).toBe(200)
})

it('streams of older revisions are not opened at all', async () => {
  const gateway = await startGateway({ protocol: openProtocol(safeLimits) })
  const headers = { ...legacyHeaders(await makeToken(now)), accept: 'text/event-stream' }
  expect((await gateway.send({ method: 'GET', headers })).status).toBe(405)
})
