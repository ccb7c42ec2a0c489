import { request } from 'node:http'
import { expect, it, describe } from 'vitest'
import { z } from 'zod'
import { createMetrics, type Tool, type ToolCall } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { legacyCall, legacyHeaders, messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

/** A tool that answers only when it is told to stop. */
function hangingTool(): { tools: readonly Tool[]; begun: Promise<ToolCall>; stopped: Promise<void> } {
  const begun = Promise.withResolvers<ToolCall>()
  const stopped = Promise.withResolvers<void>()
  const run: Tool['run'] = (_input, call) => {
    begun.resolve(call)
    return new Promise((_resolve, reject) => {
      call.signal.addEventListener('abort', () => {
        stopped.resolve()
        reject(new Error('stopped'))
      })
    })
  }
  return { tools: [{ ...echo, run }], begun: begun.promise, stopped: stopped.promise }
}

const ways = [
  ['modern', 'lane', true],
  ['modern', 'sdk', false],
  ['legacy', 'lane', true],
  ['legacy', 'sdk', false],
] as const

describe.each(ways)('a %s call by the %s', (era, _path, expressLane) => {
  const message = (token: string) =>
    era === 'modern'
      ? { headers: modernHeaders(token), body: JSON.stringify(modernCall()) }
      : { headers: legacyHeaders(token), body: JSON.stringify(legacyCall()) }

  it('is stopped when its client hangs up, and counted as cancelled', async () => {
    const { tools, begun, stopped } = hangingTool()
    const metrics = createMetrics()
    const gateway = await startGateway({ tools, metrics, expressLane })
    const { headers, body } = message(await makeToken(now))
    const sending = request({ port: gateway.port, host: '127.0.0.1', method: 'POST', path: '/mcp', headers, agent: false })
    sending.on('error', () => {})
    sending.end(body)
    expect((await begun).signal.aborted).toBe(false)
    sending.destroy()
    await stopped
    await expect.poll(() => metrics.registry.getSingleMetricAsString('concierge_calls_total')).toMatch(/status="cancelled"[^\n]* 1/)
    expect(await metrics.registry.getSingleMetricAsString('concierge_calls_in_flight')).toMatch(/ 0$/)
  })

  it('is stopped, and its client let go, when it takes too long', async () => {
    const { tools, stopped } = hangingTool()
    const gateway = await startGateway({ tools, expressLane, limits: { handlerTimeoutMs: 100 } })
    const started = performance.now()
    const answer = await gateway.send(message(await makeToken(now)))
    await stopped
    expect(performance.now() - started).toBeLessThan(1000)
    // a stream that has begun can only be ended
    const begun = era === 'legacy' && !expressLane
    expect([answer.status, answer.body === '' ? undefined : messageOf(answer.body).error?.code]).toEqual(
      begun ? [200, undefined] : [503, -32_603],
    )
  })
})

it('leaves the signal alone when a call ends well', async () => {
  let signal: AbortSignal | undefined
  const run: Tool['run'] = (_input, call) => {
    signal = call.signal
    return Promise.resolve({ text: 'done' })
  }
  const tools: Tool[] = [{ ...echo, run }]
  const gateway = await startGateway({ tools })
  await gateway.send({ headers: modernHeaders(await makeToken(now)), body: JSON.stringify(modernCall()) })
  expect(signal?.aborted).toBe(false)
})

describe.each(ways)('when the gateway closes, a %s call by the %s', (era, _path, expressLane) => {
  it('that is under way is answered', async () => {
    const begun = Promise.withResolvers<void>()
    const go = Promise.withResolvers<{ text: string }>()
    const run: Tool['run'] = () => {
      begun.resolve()
      return go.promise
    }
    const tools: Tool[] = [{ ...echo, output: z.undefined(), run }]
    const gateway = await startGateway({ tools, expressLane })
    const token = await makeToken(now)
    const answering = gateway.send(
      era === 'modern'
        ? { headers: modernHeaders(token), body: JSON.stringify(modernCall()) }
        : { headers: legacyHeaders(token), body: JSON.stringify(legacyCall()) },
    )
    await begun.promise
    const closing = gateway.close()
    const seen = () =>
      gateway.send({ method: 'GET', path: '/live' }).then(
        ({ status }) => status,
        () => 'refused',
      )
    await expect.poll(seen).not.toBe(200)
    go.resolve({ text: 'in time' })
    expect(messageOf((await answering).body).result).toMatchObject({ content: [{ text: 'in time' }] })
    await closing
  })
})
