import { beforeEach, expect, it, vi } from 'vitest'
import type { Tool } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

const headers = modernHeaders(await makeToken(now))
const run = vi.fn<Tool['run']>(() => Promise.resolve({ text: '' }))
const tools = [{ ...echo, run }]
beforeEach(() => void run.mockClear())

const good = 'application/json'
const insertions = [' ', '\t', ';', ',', '/', '+', '.', '"', "'", '=', '*', '\\', '(', ')', '%', '%20', '\u00e9', '\u00a0', 'x', '0']
const parameters = [
  'charset=utf-16',
  'charset=utf8',
  'charset=latin1',
  'charset=utf-7',
  'charset=us-ascii',
  'charset=',
  'charset',
  'charset="utf-8',
  'charset=utf-8"',
  "charset='utf-8'",
  'charset=utf-8; charset=utf-8',
  'charset=utf-8;',
  'charset=utf-8, text/plain',
  'charset = utf-8',
  'boundary=x',
  'profile="x"',
  'version=1',
  '',
  ';',
  'q=0.5',
  'charset*=utf-8',
  'charset=utf-8; boundary=x',
]
const others = [
  'text/plain',
  'text/json',
  'text/html',
  'text/event-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/json5',
  'application/json-seq',
  'application/json-patch+json',
  'application/ld+json',
  'application/vnd.api+json',
  'application/problem+json',
  'application/x-json',
  'application/x-ndjson',
  'application/jsonrequest',
  'application/mcp+json',
  'application/octet-stream',
  'application/xml',
  'application/*',
  '*/*',
  '*',
  'application',
  'json',
  '/json',
  'application/',
  '/',
  '',
  'text/plain, application/json',
  'application/json, application/json',
  'application/json\u2028',
  'text/plain; a=application/json',
  'application/json/json',
  'application//json',
  'application/json#x',
  'application/json?x',
  'application/json\u0131'.replace('\u0131', '%00'),
  'a'.repeat(4000),
  `application/json${';'.repeat(2000)}`,
  `application/json;${' '.repeat(4000)}charset=utf-8x`,
]
const mutations = [
  // within, before and after; white space around a value is no part of it
  ...insertions.flatMap((text) =>
    [0, 5, 11, 12, 14, 16].map((at) => good.slice(0, at) + text + good.slice(at)).filter((mutation) => mutation.trim() !== good),
  ),
  ...good.split('').map((_letter, at) => good.slice(0, at) + good.slice(at + 1)),
  ...good.split('').map((letter, at) => good.slice(0, at) + String.fromCharCode(letter.charCodeAt(0) + 1) + good.slice(at + 1)),
  ...parameters.flatMap((parameter) => [`${good};${parameter}`, `${good}; ${parameter}`]),
  ...others,
].filter((mutation) => mutation.split('').every((letter) => letter <= '\u00ff'))

it('no other content type, of more than 200 mutations, reaches a tool', async () => {
  expect(new Set(mutations).size).toBeGreaterThan(200)
  const gateway = await startGateway({ tools })
  const bodies = [JSON.stringify(modernCall({ word: 'a' })), JSON.stringify(modernCall({ word: 7 }))]
  const through: string[] = []
  for (const mutation of mutations)
    for (const body of bodies) {
      const { status } = await gateway.send({ headers: { ...headers, 'content-type': mutation }, body })
      if (status !== 415) through.push(`${mutation} ${status}`)
    }
  expect(through).toEqual([])
  expect(run).not.toHaveBeenCalled()
})

it('none at all is refused too', async () => {
  const gateway = await startGateway({ tools })
  const { 'content-type': _none, ...others } = headers
  expect((await gateway.send({ headers: others, body: JSON.stringify(modernCall()) })).status).toBe(415)
})

// RFC 9110 §8.3.1: case does not matter, nor white space around the semicolon, nor quotes
it.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json ; Charset="utf-8"',
  'Application/JSON',
])('%s is JSON in UTF-8', async (type) => {
  const gateway = await startGateway({ tools })
  expect((await gateway.send({ headers: { ...headers, 'content-type': type }, body: JSON.stringify(modernCall()) })).status).toBe(200)
  expect(run).toHaveBeenCalledOnce()
})

it.each(['gzip', 'deflate', 'br', 'zstd', 'compress', 'identity', 'gzip, gzip', '', 'x', 'GZIP', 'chunked'])(
  'a body that says it is encoded as %j is refused, and told that nothing but identity is taken',
  async (encoding) => {
    const gateway = await startGateway({ tools })
    const answer = await gateway.send({ headers: { ...headers, 'content-encoding': encoding }, body: JSON.stringify(modernCall()) })
    expect([answer.status, answer.headers['accept-encoding'], messageOf(answer.body).error?.code]).toEqual([415, 'identity', -32_000])
    expect(run).not.toHaveBeenCalled()
  },
)
