import { describe, expect, it } from 'vitest'
import type { EndedCall } from '../src/call-ledger.ts'
import { now, startGateway } from './support/gateway.ts'
import { legacyCall, legacyHeaders } from './support/messages.ts'
import { audience, issuer, makeToken } from './support/tokens.ts'
import { allTools, echo, grant } from './support/tools.ts'

const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] }
const admin = { ...echo, name: 'admin', grants: { service: grant('cx.admin', 'cx.read') } }

/** A gateway that keeps its records where they can be read, and a way to send it a batch. */
async function setUp(claims: Record<string, unknown> = {}) {
  const kept: EndedCall[] = []
  const keepRecord = (ended: EndedCall) => Promise.resolve(void kept.push(ended))
  const gateway = await startGateway({ resource, keepRecord, tools: [...allTools, admin], limits: { handlerTimeoutMs: 20_000 } })
  const headers = legacyHeaders(await makeToken(now, { claims }))
  const send = (batch: readonly unknown[]) => gateway.send({ headers, body: JSON.stringify(batch) })
  return { kept, send }
}

const call = (name: string, id: unknown): unknown => legacyCall({ word: 'a' }, name, id)
const cancel = (requestId: unknown): unknown => ({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } })
const answersIn = (body: string): unknown[] =>
  body.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []))

describe('a batch in which something is not allowed', () => {
  const batch = [call('echo', 1), call('write_note', 2), call('admin', 3), call('staff_only', 4), { jsonrpc: '2.0', id: 5, method: 'ping' }]

  it('is answered with all the scopes that all of its calls need, at once', async () => {
    const { send } = await setUp()
    for (const order of [batch, batch.toReversed()]) {
      const { status, headers } = await send(order)
      const [, scope = ''] = /scope="([^"]*)"/.exec(headers['www-authenticate'] ?? '') ?? []
      expect([status, scope.split(' ').toSorted((one, other) => one.localeCompare(other))]).toEqual([
        403,
        ['cx.admin', 'cx.read', 'cx.write'],
      ])
    }
  })

  it('leaves a record of each of its calls, a hidden tool’s under no name', async () => {
    const { send, kept } = await setUp()
    await send(batch)
    expect(kept.map(({ tool, status }) => `${tool} ${status}`)).toEqual([
      'echo forbidden',
      'write_note forbidden',
      'admin forbidden',
      'unknown forbidden',
    ])
  })

  it('asks for no scope of a tool that is hidden', async () => {
    const { send } = await setUp({ scope: '' })
    const { headers } = await send([call('staff_only', 1), call('admin', 2)])
    expect(headers['www-authenticate']).toContain('scope="cx.admin cx.read"')
  })
})

describe('a batch is answered at once', () => {
  const promptly = async (batch: readonly unknown[]) => {
    const { send } = await setUp()
    const started = performance.now()
    const answer = await send(batch)
    expect(performance.now() - started).toBeLessThan(5_000)
    return answer
  }

  it.each([
    ['after the call', [call('echo', 1), cancel(1)]],
    ['before it', [cancel(1), call('echo', 1)]],
    ['twice', [call('echo', 1), cancel(1), cancel(1)]],
  ])('when it cancels its own call %s', async (_when, batch) => {
    const { status, body } = await promptly(batch)
    expect([status, answersIn(body)]).toEqual([200, [expect.objectContaining({ id: 1, result: expect.anything() })]])
  })

  it('when it cancels one of several', async () => {
    const { body } = await promptly([call('echo', 1), cancel(2), call('echo', 2)])
    expect(answersIn(body).map((message) => (message as { id: number }).id)).toEqual(expect.arrayContaining([1, 2]))
  })

  it('when it has nothing but cancellations', async () => {
    expect((await promptly([cancel(1), cancel(2)])).status).toBe(202)
  })

  it('when two of its calls have one id: refused, and neither is done', async () => {
    const { status, body } = await promptly([call('echo', 1), call('echo', 1)])
    expect([status, body]).toEqual([400, expect.stringContaining('one id')])
  })

  it('when an id is a number here and a text there', async () => {
    const { status, body } = await promptly([call('echo', 1), call('echo', '1')])
    expect([status, answersIn(body)]).toEqual([200, expect.objectContaining({ length: 2 })])
  })
})
