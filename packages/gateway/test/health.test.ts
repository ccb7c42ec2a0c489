import { describe, expect, it } from 'vitest'
import { createMetrics, type ReadyReport } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

describe('health', () => {
  it('says it is alive whatever its parts say', async () => {
    const gateway = await startGateway({ ready: () => Promise.reject(new Error('down')) })
    const { status, body } = await gateway.send({ method: 'GET', path: '/live' })
    expect([status, body]).toEqual([200, '{"live":true}'])
  })

  it('says 503 and which part is not ready', async () => {
    const report: ReadyReport = { ready: false, parts: { salesforce: 'down', store: 'ok' } }
    const gateway = await startGateway({ ready: () => Promise.resolve(report) })
    const { status, body } = await gateway.send({ method: 'GET', path: '/ready' })
    expect([status, JSON.parse(body)]).toEqual([503, report])
  })

  it('lets nothing out of a report but known words under plain names', async () => {
    const parts = { store: 'ok', 'https://x?token=1': 'ok', gainsight: 'Bearer abc' } as unknown as ReadyReport['parts']
    const gateway = await startGateway({ ready: () => Promise.resolve({ ready: true, parts, secret: 'x' }) })
    expect((await gateway.send({ method: 'GET', path: '/ready' })).body).toBe('{"ready":true,"parts":{"store":"ok"}}')
  })

  it.each([
    ['fails', () => Promise.reject(new Error('postgres://user:secret@host'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('is not ready when the report %s', async (_name, ready) => {
    const gateway = await startGateway({ ready, limits: { readyTimeoutMs: 50 } })
    const { status, body } = await gateway.send({ method: 'GET', path: '/ready' })
    expect([status, body]).toEqual([503, '{"ready":false,"parts":{}}'])
  })
})

describe('metrics', () => {
  const scrape = { method: 'GET', path: '/metrics' }

  it('count calls by tool, ending, era and path, and nothing a caller chose', async () => {
    const metrics = createMetrics()
    const gateway = await startGateway({ metrics })
    const token = await makeToken(now)
    await gateway.send({ headers: modernHeaders(token), body: JSON.stringify(modernCall()) })
    await gateway.send({ headers: modernHeaders(token), body: JSON.stringify(modernCall({ word: 7 })) })
    await gateway.send({ headers: modernHeaders(token, 'made_up'), body: JSON.stringify(modernCall({}, 'made_up')) })
    await gateway.send({ headers: modernHeaders(token, 'write_note'), body: JSON.stringify(modernCall({}, 'write_note')) })
    await gateway.send({ headers: modernHeaders(token, 'fail'), body: JSON.stringify(modernCall({ word: 'x' }, 'fail')) })
    await gateway.send({ headers: modernHeaders(token, 'fail'), body: JSON.stringify(modernCall({ word: 'politely' }, 'fail')) })
    await gateway.send({ headers: {}, body: '' })
    const { body } = await gateway.send(scrape)
    for (const line of [
      'concierge_calls_total{tool="echo",status="ok",era="modern",path="lane"} 1',
      'concierge_calls_total{tool="echo",status="invalid_input",era="modern",path="sdk"} 1',
      'concierge_calls_total{tool="unknown",status="unknown_tool",era="modern",path="sdk"} 1',
      'concierge_calls_total{tool="write_note",status="forbidden",era="modern",path="sdk"} 1',
      'concierge_calls_total{tool="fail",status="failed",era="modern",path="lane"} 1',
      'concierge_calls_total{tool="fail",status="error",era="modern",path="lane"} 1',
      'concierge_auth_failures_total{reason="missing"} 1',
      'concierge_calls_in_flight 0',
    ]) {
      expect(body.split('\n')).toContain(line)
    }
    expect(body).toMatch(/concierge_event_loop_delay_max_seconds \d/)
    expect(Number(/^concierge_event_loop_busy_seconds_total (\S+)/m.exec(body)?.[1])).toBeGreaterThan(0)
    expect(body).not.toMatch(/made_up|agent-7|helpdesk/)
  })

  it('are for this machine only, and never for what comes through a proxy', async () => {
    const gateway = await startGateway()
    expect((await gateway.send(scrape)).status).toBe(200)
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      expect((await gateway.send({ ...scrape, headers: { [header]: '127.0.0.1' } })).status).toBe(404)
    }
  })

  it('are for the holder of the scrape token alone, once there is one', async () => {
    const gateway = await startGateway({ scrapeToken: 'a-long-scrape-token' })
    expect((await gateway.send(scrape)).status).toBe(404)
    expect((await gateway.send({ ...scrape, headers: { authorization: 'Bearer wrong' } })).status).toBe(404)
    const headers = { authorization: 'Bearer a-long-scrape-token', host: '10.0.0.7:8080', via: 'x' }
    expect((await gateway.send({ ...scrape, headers })).status).toBe(200)
  })
})
