import { describe, expect, it } from 'vitest'
import { now, startGateway, type RawRequest } from './support/gateway.ts'
import { envelope, legacyCall, legacyHeaders, messageOf, modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'
import { allTools } from './support/tools.ts'

const token = await makeToken(now)
const modern = JSON.stringify(modernCall({ word: 'a' }))
const legacy = JSON.stringify(legacyCall({ word: 'a' }))

interface Refusal {
  readonly status: number
  readonly code: number | undefined
  readonly message: string | undefined
  readonly runs: number
}

/** How a body is refused with the express lane and without it, and how often a tool ran. Fails when the two differ. */
async function refusalOf(body: string | Uint8Array, headers = modernHeaders(token)): Promise<Refusal> {
  const [first, second] = await Promise.all([true, false].map((expressLane) => sendTo(expressLane, { headers, body })))
  expect(first).toEqual(second)
  return first as Refusal
}

async function sendTo(expressLane: boolean, request: Partial<RawRequest>): Promise<Refusal> {
  let runs = 0
  const tools = allTools.map((tool) => ({
    ...tool,
    run: (...call: Parameters<typeof tool.run>) => {
      runs++
      return tool.run(...call)
    },
  }))
  const { status, body } = await (await startGateway({ tools, expressLane })).send(request)
  const { error } = messageOf(body)
  return { status, code: error?.code, message: error?.message, runs }
}

const ambiguous = { status: 400, code: -32_600, message: expect.stringContaining('a key twice, or one that is not allowed'), runs: 0 }
const lookAlike = { status: 400, code: -32_600, message: expect.stringContaining('almost like one of the protocol'), runs: 0 }
const unreadable = { status: 400, code: -32_700, message: expect.stringContaining('Parse error'), runs: 0 }

/** The call with one piece of its text replaced. */
function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`not in the call: ${from}`)
  return text.replace(from, () => to)
}

describe('a key twice is refused', () => {
  it.each([
    ['in the message', '"id":1', '"id":1,"id":2'],
    ['in the message, far apart', '{"jsonrpc"', '{"method":"tools/list","jsonrpc"'],
    ['with the same value', '"id":1', '"id":1,"id":1'],
    ['in the parameters', '"name":"echo"', '"name":"fail","name":"echo"'],
    ['in the arguments', '"word":"a"', '"word":"b","word":"a"'],
    [
      'in the envelope',
      '"io.modelcontextprotocol/protocolVersion"',
      '"io.modelcontextprotocol/protocolVersion":"x","io.modelcontextprotocol/protocolVersion"',
    ],
    ['deep within', '"word":"a"', '"word":"a","more":[[{"x":[{"y":1,"y":2}]}]]'],
    ['once written in escapes', '"id":1', String.raw`"id":1,"\u0069d":2`],
    ['empty', '"word":"a"', '"word":"a","":1,"":2'],
    ['that is a number', '"word":"a"', '"word":"a","0":1,"0":2'],
    ['with a colon and quotes in it', '"word":"a"', String.raw`"word":"a","\":{":1,"\":{":2`],
  ])('%s', async (_place, from, to) => {
    expect(await refusalOf(edited(modern, from, to))).toEqual(ambiguous)
  })

  it('in an older revision, and in a batch', async () => {
    const twice = edited(legacy, '"id":1', '"id":1,"id":2')
    expect(await refusalOf(twice, legacyHeaders(token))).toEqual(ambiguous)
    expect(await refusalOf(`[${legacy},${twice}]`, legacyHeaders(token))).toEqual(ambiguous)
  })

  it('but not in two objects, nor within a text', async () => {
    const right = edited(modern, '"a"', String.raw`"{\"a\":1,\"a\":2}: \\"`)
    expect(await refusalOf(right)).toMatchObject({ status: 200, code: undefined, runs: 1 })
    const twins = edited(modern, '"_meta":{', '"_meta":{"com.example/list":[{"a":1},{"a":{"a":1}}],')
    expect(await refusalOf(twins)).toMatchObject({ status: 200, code: undefined, runs: 1 })
  })
})

describe('a key that every object inherits is refused', () => {
  const names = ['__proto__', 'constructor', 'prototype', String.raw`__proto\u005f_`, String.raw`\u0063onstructor`]
  const places = [
    ['in the message', '"id":1'],
    ['in the parameters', '"name":"echo"'],
    ['in the arguments', '"word":"a"'],
    ['in the envelope', '"_meta":{'],
  ] as const
  it.each(places.flatMap(([place, at]) => names.map((name) => [name, place, at] as const)))('%s %s', async (name, _place, at) => {
    const polluting = `"${name}":{"polluted":true,"isAdmin":true}`
    expect(await refusalOf(edited(modern, at, at.endsWith('{') ? `${at}${polluting},` : `${polluting},${at}`))).toEqual(ambiguous)
    expect(await refusalOf(`[{"x":[{${polluting}}]}]`, legacyHeaders(token))).toEqual(ambiguous)
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('but may be a value', async () => {
    expect(await refusalOf(edited(modern, '"a"', '"__proto__"'))).toMatchObject({ status: 200, runs: 1 })
  })
})

describe('a key that is almost one of the protocol’s is refused', () => {
  it.each([
    ['Method', '"method"', '"Method"'],
    ['METHOD beside method', '"method"', '"METHOD":"tools/list","method"'],
    ['Jsonrpc', '"jsonrpc"', '"Jsonrpc"'],
    ['ID', '"id"', '"ID"'],
    ['paramſ', '"params"', '"paramſ"'],
    ['Params beside params', '"params"', '"Params":{},"params"'],
    ['a full-width method', '"method"', '"ｍｅｔｈｏｄ"'],
    ['a mathematical id', '"id"', '"𝐢𝐝"'],
    ['a method with a space of no width', '"method"', '"meth\u200Bod"'],
    ['a method with a soft hyphen', '"method"', '"met\u00ADhod"'],
    ['ARGUMENTS', '"arguments"', '"ARGUMENTS"'],
    ['argumentſ beside arguments', '"arguments"', '"argumentſ":{"word":"b"},"arguments"'],
    ['Name beside name', '"name":"echo"', '"Name":"fail","name":"echo"'],
    ['_META', '"_meta"', '"_META"'],
    ['Taſk', '"_meta"', '"taſk":{},"_meta"'],
    ['another case of a reserved key', '"_meta":{', '"_meta":{"IO.modelcontextprotocol/protocolVersion":"x",'],
    ['a reserved key with a long s', '"_meta":{', '"_meta":{"io.modelcontextprotocol/protocolVerſion":"x",'],
    ['a progress token in capitals', '"_meta":{', '"_meta":{"progresstoken":1,'],
    ['a Kelvin sign', '"_meta":{', '"_meta":{"progressTo\u212Aen":1,'],
    ['a traceparent in capitals', '"_meta":{', '"_meta":{"Traceparent":"x",'],
  ])('%s', async (_name, from, to) => {
    expect(await refusalOf(edited(modern, from, to))).toEqual(lookAlike)
  })

  it('in an older revision, and in a batch', async () => {
    const odd = edited(legacy, '"name"', '"Name":"fail","name"')
    expect(await refusalOf(odd, legacyHeaders(token))).toEqual(lookAlike)
    expect(await refusalOf(`[${legacy},${odd}]`, legacyHeaders(token))).toEqual(lookAlike)
    const meta = edited(legacy, '"arguments"', '"_meta":{"ProgressToken":1},"arguments"')
    expect(await refusalOf(meta, legacyHeaders(token))).toEqual(lookAlike)
  })

  it('but foreign keys of a _meta are nobody’s business, and arguments are the tool’s', async () => {
    const foreign = {
      ...modernCall({ word: 'a' }),
      params: { name: 'echo', arguments: { word: 'a' }, _meta: { ...envelope, 'Com.Example/Name': 1, Method: 2 } },
    }
    expect(await refusalOf(JSON.stringify(foreign))).toMatchObject({ status: 200, runs: 1 })
    expect(await refusalOf(JSON.stringify(modernCall({ word: 'a', Name: 1 })))).toMatchObject({ status: 200, code: undefined, runs: 0 })
  })
})

describe('what is not UTF-8 is refused', () => {
  const bytes = new TextEncoder().encode(modern)
  const at = modern.indexOf('"a"') + 1
  const broken: readonly (readonly [name: string, ...bytes: number[]])[] = [
    ['a lone continuation byte', 0x80],
    ['a cut sequence', 0xe2, 0x82],
    ['an overlong slash', 0xc0, 0xaf],
    ['an overlong quote', 0xc0, 0xa2],
    ['an overlong null', 0xe0, 0x80, 0x80],
    ['a surrogate', 0xed, 0xa0, 0x80],
    ['a pair of surrogates', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    ['beyond Unicode', 0xf4, 0x90, 0x80, 0x80],
    ['five bytes', 0xf8, 0x88, 0x80, 0x80, 0x80],
    ['0xFF', 0xff],
    ['Latin-1', 0xe9],
  ]
  it.each(broken)('%s', async (_name, ...wrong) => {
    const body = Uint8Array.from([...bytes.slice(0, at), ...wrong, ...bytes.slice(at + 1)])
    expect(await refusalOf(body)).toEqual(unreadable)
  })

  it.each([
    ['UTF-8 with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])],
    ['UTF-16, little end first', new Uint8Array(Buffer.from(modern, 'utf16le'))],
    ['UTF-16 with a mark', new Uint8Array(Buffer.from(`\uFEFF${modern}`, 'utf16le'))],
    ['UTF-16, big end first', new Uint8Array(Buffer.from(modern, 'utf16le').swap16())],
    ['UTF-32', Uint8Array.from([...bytes].flatMap((byte) => [byte, 0, 0, 0]))],
  ])('%s', async (_name, body) => {
    expect(await refusalOf(body)).toEqual(unreadable)
  })
})
