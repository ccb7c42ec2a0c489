import { describe, expect, it } from 'vitest'
import { safeLimits, type Limits } from '../src/index.ts'
import { now, startGateway, type RawRequest } from './support/gateway.ts'
import { legacyHeaders, messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

const token = await makeToken(now)
const headers = modernHeaders(token)
const call = JSON.stringify(modernCall())

/** A call of exactly this many bytes. */
const callOf = (bytes: number): string => call + ' '.repeat(bytes - call.length)

/** A call whose deepest list or object is on this level. */
const callOfDepth = (depth: number): string => call.replace('"hello"', '['.repeat(depth - 3) + ']'.repeat(depth - 3))

/** A call with this many keys and list entries on all levels. */
function callOfElements(elements: number): string {
  const empty = modernCall({ word: 'a', list: [] })
  const others = JSON.stringify(empty).match(/[{[,]/g)?.length ?? 0
  return JSON.stringify(modernCall({ word: 'a', list: Array.from({ length: elements - others + 1 }, () => 0) }))
}

const batchOf = (messages: number): string =>
  JSON.stringify(Array.from({ length: messages }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })))

/** A request whose URL and header fields have this many bytes as they are counted: names, values and URL. */
function withHeaderBytes(bytes: number): Partial<RawRequest> {
  const all = { ...headers, 'content-length': String(call.length), host: '127.0.0.1', connection: 'close' }
  const used = Object.entries(all).reduce((sum, [name, value]) => sum + name.length + value.length, '/mcp'.length + 'x-filler'.length)
  return { headers: { ...all, 'x-filler': 'x'.repeat(bytes - used) }, body: call }
}

/** A request of this many header fields. The client adds `Content-Length`, `Host` and `Connection`. */
function withHeaderFields(fields: number): Partial<RawRequest> {
  const fillers = Array.from({ length: fields - Object.keys(headers).length - 3 }, (_, index) => [`x-filler-${index}`, ''])
  return { headers: { ...headers, ...Object.fromEntries(fillers) }, body: call }
}

interface Edge {
  readonly limit: keyof Limits
  /** The request of exactly this size. */
  readonly request: (size: number) => Partial<RawRequest>
  readonly past: { readonly status: number; readonly words: string }
  /** Framing does not matter where the body is not looked at. */
  readonly framings?: readonly boolean[]
}

const tooComplex = { status: 400, words: 'nested too deep or has too many members' }
const edges: readonly Edge[] = [
  {
    limit: 'bodyBytes',
    request: (size) => ({ headers, body: callOf(size) }),
    past: { status: 413, words: 'must not exceed 1048576 bytes' },
  },
  { limit: 'jsonDepth', request: (size) => ({ headers, body: callOfDepth(size) }), past: tooComplex },
  { limit: 'jsonElements', request: (size) => ({ headers, body: callOfElements(size) }), past: tooComplex },
  {
    limit: 'batchMessages',
    request: (size) => ({ headers: legacyHeaders(token), body: batchOf(size) }),
    past: { status: 400, words: 'Batch must not exceed 16 messages' },
  },
  {
    limit: 'urlLength',
    request: (size) => ({ headers, body: call, path: `/mcp?${'a'.repeat(size - '/mcp?'.length)}` }),
    past: { status: 414, words: 'URL is too long' },
  },
  { limit: 'headerCount', request: withHeaderFields, past: { status: 431, words: 'too many header fields' }, framings: [false] },
  { limit: 'headerBytes', request: withHeaderBytes, past: { status: 431, words: '' }, framings: [false] },
]

describe.each(edges)('$limit', ({ limit, request, past, framings = [false, true] }) => {
  it.each(framings)('is taken at its edge (in pieces: %s)', async (chunked) => {
    const gateway = await startGateway()
    expect((await gateway.send({ ...request(edgeOf(limit)), chunked })).status).toBe(200)
  })

  it.each(framings)('is refused one past it, and the next call is answered (in pieces: %s)', async (chunked) => {
    const gateway = await startGateway()
    const { status, body } = await gateway.send({ ...request(edgeOf(limit) + 1), chunked })
    expect([status, body]).toEqual([past.status, expect.stringContaining(past.words)])
    expect((await gateway.send({ headers, body: call })).status).toBe(200)
  })
})

/** Node's parser stops when the bytes it has counted reach the limit. */
const edgeOf = (limit: keyof Limits): number => safeLimits[limit] - (limit === 'headerBytes' ? 1 : 0)

it('a limit may be set lower, each of them', async () => {
  const limits = { bodyBytes: 1000, jsonDepth: 8, jsonElements: 30, batchMessages: 2, urlLength: 40, headerCount: 12, headerBytes: 2000 }
  const gateway = await startGateway({ limits })
  for (const { limit, request, past } of edges) {
    const size = limits[limit as keyof typeof limits] + (limit === 'headerBytes' ? -1 : 0)
    const answers = [await gateway.send(request(size)), await gateway.send(request(size + 1))]
    expect([limit, ...answers.map(({ status }) => status)]).toEqual([limit, 200, past.status])
  }
})

it.each(['content-type', 'content-encoding', 'origin'])('%s twice is refused, whoever asks', async (name) => {
  const gateway = await startGateway()
  const value = { ...headers, host: '127.0.0.1', origin: 'http://localhost' }[name] ?? 'gzip'
  const { status, body } = await gateway.send({ headers: { ...headers, host: '127.0.0.1', [name]: [value, value] }, body: call })
  expect([status, messageOf(body).error?.message]).toEqual([400, 'A header field is there twice.'])
})

it('other headers may be there twice', async () => {
  const gateway = await startGateway()
  expect((await gateway.send({ headers: { ...headers, 'x-any': ['a', 'b'] }, body: call })).status).toBe(200)
})
