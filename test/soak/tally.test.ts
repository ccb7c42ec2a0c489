import { expect, test } from 'vitest'
import { createTally, isLost } from './tally.ts'

const head = (status: string, more = ''): string => `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${more}\r\n`
const answered = (text: string) => ({ how: 'answered' as const, status: Number(text.slice(9, 12)), text, tookMs: 5 })
const without = (how: 'cut' | 'hung' | 'hung up' | 'never sent') => ({ how, status: 0, text: '', tookMs: 5 })
const said = (status: string): string => `${head('200 OK')}{"result":{"structuredContent":{"status":"${status}"}},"jsonrpc":"2.0","id":1}`
const asError = (text: string): string => `${head('200 OK')}{"result":{"content":[{"type":"text","text":"${text}"}],"isError":true}}`

test.each([
  [answered(said('ok')), 'complete', false],
  [answered(said('degraded')), 'partial', false],
  [answered(said('not_found')), 'not_found', false],
  [answered(`${head('200 OK')}{"result":{"content":[]}}`), 'explained', false],
  [answered(asError('`account_id` must be a string.')), 'an error as result', false],
  [answered(`${head('200 OK')}{"error":{"code":-32602,"message":"Unknown tool"}}`), 'error -32602', false],
  [answered(head('503 Service Unavailable', 'retry-after: 1\r\n')), 'shed', false],
  [without('hung up'), 'hung up', false],
  [without('never sent'), 'never sent', false],
  [without('hung'), 'hung', true],
  [without('cut'), 'cut', true],
  [answered(head('503 Service Unavailable')), 'HTTP 503', true],
  [answered(head('500 Internal Server Error')), 'HTTP 500', true],
  [answered(asError('Something went wrong on our side, so there is no answer this time.')), 'failed', true],
  [answered(`${head('200 OK')}{"error":{"code":-32603,"message":"Internal error"}}`), 'error -32603', true],
  [answered(`${head('200 OK')}{}`), 'without an answer', true],
])('a call is counted as what became of it, and as lost when nothing did (%#)', (end, kind, lost) => {
  const tally = createTally()
  tally.note(end)
  expect(tally.counts).toEqual({ [kind]: 1 })
  expect(isLost(kind)).toBe(lost)
  expect(tally.strange).toHaveLength(lost ? 1 : 0)
})

test('times are those of answers since they were last taken', () => {
  const tally = createTally()
  tally.note(answered(said('ok')))
  tally.note(without('hung'))
  expect(tally.takeTimes()).toEqual([5])
  expect(tally.takeTimes()).toEqual([])
})
