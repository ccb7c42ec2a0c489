import { describe, expect, it, vi } from 'vitest'
import type { Tool } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { messageOf, modernCall, modernHeaders, modernRequest } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { echo } from './support/tools.ts'

const token = await makeToken(now)
const body = JSON.stringify(modernCall())
type Change = Readonly<Record<string, string | readonly string[] | undefined>>

/** How a call with other headers is answered: HTTP status, JSON-RPC code, and how often the tool ran. */
async function answered(change: Change, sent = body): Promise<readonly [status: number, code: number | undefined, runs: number]> {
  const run = vi.fn<Tool['run']>(() => Promise.resolve({ text: '' }))
  const tools = [{ ...echo, run }]
  const gateway = await startGateway({ tools })
  const headers = Object.entries({ ...modernHeaders(token), ...change }).filter(([, value]) => value !== undefined)
  const answer = await gateway.send({ headers: Object.fromEntries(headers) as Record<string, string>, body: sent })
  return [answer.status, messageOf(answer.body).error?.code, run.mock.calls.length]
}

const base64 = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`
const mismatch = [400, -32_020, 0]

describe.each([
  ['mcp-method', 'tools/call'],
  ['mcp-name', 'echo'],
])('%s', (header, right) => {
  it.each<readonly [string, string | readonly string[] | undefined]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['says something else', 'tools/list'],
    ['is in capitals', right.toUpperCase()],
    ['begins with a capital', right[0]?.toUpperCase() + right.slice(1)],
    ['is there twice, alike', [right, right]],
    ['is there twice, differently', [right, 'x']],
    ['is there twice, the right one last', ['x', right]],
    ['is a list', `${right}, ${right}`],
    ['has something before it', `x${right}`],
    ['has something after it', `${right}x`],
    ['is quoted', `"${right}"`],
    ['is percent-encoded', right.replace('c', '%63')],
    ['has a slash more', `${right}/`],
    ['holds a character outside ASCII', `${right}\u00e9`],
    ['holds a tab within', `${right.slice(0, 2)}\t${right.slice(2)}`],
    ['is base64 of something else', base64('x')],
    ['is base64 of its capitals', base64(right.toUpperCase())],
    ['is base64 of nothing', '=?base64??='],
    ['is broken base64', '=?base64?***?='],
    ['is base64 without its end', `=?base64?${Buffer.from(right).toString('base64')}`],
    ['is base64 without padding', '=?base64?ZQ?='],
    ['is base64 of bytes that are no text', '=?base64?/////w==?='],
    ['is base64 of base64', base64(base64(right))],
  ])('that %s is refused, and no tool runs', async (_how, value) => {
    expect(await answered({ [header]: value })).toEqual(mismatch)
  })
})

it('the name may be base64 of itself, and white space around a value is no part of it', async () => {
  expect(await answered({ 'mcp-name': base64('echo') })).toEqual([200, undefined, 1])
  expect(await answered({ 'mcp-name': ' echo\t', 'mcp-method': '\ttools/call ' })).toEqual([200, undefined, 1])
})

it('header names may be in any case', async () => {
  expect(await answered({ 'mcp-name': undefined, 'MCP-NAME': 'echo', 'mcp-method': undefined, 'Mcp-Method': 'tools/call' })).toEqual([
    200,
    undefined,
    1,
  ])
})

describe('mcp-protocol-version', () => {
  it.each<readonly [string, Change]>([
    ['is missing', { 'mcp-protocol-version': undefined }],
    ['is of another revision', { 'mcp-protocol-version': '2025-11-25' }],
    ['is there twice', { 'mcp-protocol-version': ['2026-07-28', '2026-07-28'] }],
    ['has something after it', { 'mcp-protocol-version': '2026-07-28x' }],
    ['is empty', { 'mcp-protocol-version': '' }],
  ])('that %s is refused, and no tool runs', async (_how, change) => {
    expect(await answered(change)).toEqual(mismatch)
  })
})

it.each([
  ['another method', modernRequest('tools/list')],
  ['another tool', modernCall({ word: 'a' }, 'fail')],
  ['another case of the tool', modernCall({ word: 'a' }, 'Echo')],
  ['another revision', JSON.parse(body.replace('2026-07-28', '2025-11-25')) as object],
])('a body with %s than its headers say is refused, and no tool runs', async (_what, sent) => {
  const [status, , runs] = await answered({}, JSON.stringify(sent))
  expect([status, runs]).toEqual([400, 0])
})
