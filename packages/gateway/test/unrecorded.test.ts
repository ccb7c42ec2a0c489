import { expect, it } from 'vitest'
import { z } from 'zod'
import { createMetrics } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

const reply = { text: 'done, but there is no record', recorded: false } as const

it.each([
  ['a tool that only reads is answered', { readOnlyHint: true }, false],
  ['a tool that changes something is refused', { readOnlyHint: false }, true],
  ['a tool that does not say what it does is refused', {}, true],
])('without a record, %s', async (_title, annotations, refused) => {
  const metrics = createMetrics()
  const tools = [{ ...echo, output: z.undefined(), annotations, run: () => Promise.resolve(reply) }]
  const gateway = await startGateway({ tools, metrics })
  const headers = modernHeaders(await makeToken(now))
  const { result } = messageOf((await gateway.send({ headers, body: JSON.stringify(modernCall()) })).body)
  expect(result?.['isError'] ?? false).toBe(refused)
  expect(JSON.stringify(result).includes(reply.text)).toBe(!refused)
  expect(await metrics.registry.getSingleMetricAsString('concierge_unrecorded_answers_total')).toContain(refused ? '_total 0' : '_total 1')
})
