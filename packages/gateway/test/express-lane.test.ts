import { describe, expect, it } from 'vitest'
import { createMetrics, type Tool } from '../src/index.ts'
import { right, unusual } from './support/corpus.ts'
import { now, startGateway, type RawAnswer, type RawRequest } from './support/gateway.ts'
import { envelope, messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { allTools, echo } from './support/tools.ts'

describe('the express lane', () => {
  it.each(Object.entries(right))('takes %s, and answers as the SDK does', async (_name, request) => {
    expect(await compare(request)).toBe(2)
  })

  it.each(Object.entries(unusual))('leaves %s to the SDK', async (_name, request) => {
    expect(await compare(request)).toBe(0)
  })

  it('hands the tool the caller, the client, the trace and the moment of arrival, as the SDK does', async () => {
    const calls: unknown[] = []
    const run: Tool['run'] = (_input, toolCall) => {
      const { caller, client, traceId, receivedAt, signal } = toolCall
      calls.push({ caller, client, traceId, receivedAt, alive: !signal.aborted && !toolCall.isOver() })
      return Promise.resolve({ text: '' })
    }
    const tools: Tool[] = [{ ...echo, run }]
    const call = modernCall()
    const traced = { ...envelope, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
    const body = JSON.stringify({ ...call, params: { name: 'echo', arguments: { word: 'a' }, _meta: traced } })
    for (const expressLane of [true, false]) {
      const gateway = await startGateway({ tools, expressLane })
      expect((await gateway.send({ headers: modernHeaders(await makeToken(now)), body })).status).toBe(200)
    }
    expect(calls).toHaveLength(2)
    expect(calls[0]).toEqual(calls[1])
    expect(calls[0]).toMatchObject({ client: 'probe/1.0.0', traceId: '0af7651916cd43dd8448eb211c80319c', receivedAt: now, alive: true })
    expect(calls[0]).toMatchObject({ caller: { client: 'helpdesk-agent', audience: 'service' } })
  })

  it.each([true, false])('sends an expected failure as a text and nothing else (lane: %s)', async (expressLane) => {
    const gateway = await startGateway({ expressLane })
    const body = JSON.stringify(modernCall({ word: 'politely' }, 'fail'))
    const { result } = messageOf((await gateway.send({ headers: modernHeaders(await makeToken(now), 'fail'), body })).body)
    expect(result).toMatchObject({ content: [{ type: 'text', text: 'No such customer.' }], isError: true })
    expect(result).not.toHaveProperty('structuredContent')
  })
})

/**
 * Sends one request both ways, and once more when its caller is known, which is a shorter way; expects the same bytes and the same runs of tools. Says how
 * many of the two calls took the lane.
 */
async function compare(request: Partial<RawRequest>): Promise<number> {
  const [lane, sdk] = [countedTools(), countedTools()]
  const metrics = createMetrics()
  const withLane = await startGateway({ tools: lane.tools, metrics })
  const without = await startGateway({ tools: sdk.tools, expressLane: false })
  for (let time = 0; time < 2; time += 1) {
    const [fromLane, fromSdk] = await Promise.all([withLane.send(request), without.send(request)])
    expect(meant(fromLane)).toEqual(meant(fromSdk))
    expect(lane.runs()).toBe(sdk.runs())
  }
  const { values } = (await metrics.registry.getMetricsAsJSON()).find(({ name }) => name === 'concierge_calls_total') ?? { values: [] }
  return values.filter(({ labels }) => labels['path'] === 'lane').reduce((calls, { value }) => calls + value, 0)
}

function countedTools(): { tools: readonly Tool[]; runs: () => number } {
  let runs = 0
  const counted = (tool: Tool): Tool => ({
    ...tool,
    run(input, call, count) {
      runs++
      return tool.run(input, call, count)
    },
  })
  return { tools: allTools.map(counted), runs: () => runs }
}

/** All of an answer that means something; how it was framed and when it was sent may differ. */
function meant({ status, headers, body }: RawAnswer): object {
  const framing = new Set(['date', 'content-length', 'transfer-encoding'])
  return { status, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.has(name))), body }
}
