import { afterAll, describe, expect, it } from 'vitest'
import { cut, readRange, toGrid, writeRange } from '../sandbox/grid.ts'
import { start } from '../sandbox/index.ts'
import { settings } from '../src/settings.ts'
import { createSignIn } from '../src/sign-in.ts'
import { noon } from './connect.ts'
import { northwind } from './northwind.ts'

const cells = [
  ['a', 'b', null, ''],
  ['', null],
  [1, null, true],
  [null, ''],
]

describe('the pretend sheet', () => {
  it('puts rows under the usual columns, then under whatever else they fill in', () => {
    expect(toGrid({ rows: { 'a@x.example': { Languages: 'en', Desk: 12 } }, up: true })).toEqual([
      ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until', 'Desk'],
      ['a@x.example', null, 'en', null, null, null, 12],
    ])
  })

  it.each([
    ["'Booking links'", [['a', 'b'], [], [1, '', true]]],
    ["'Booking links'!1:1", [['a', 'b']]],
    ['Tab!A:B', [['a', 'b'], [], [1]]],
    ['Tab!B1', [['b']]],
    ['Tab!B2:C', [[], ['', true]]],
    ['Tab!D1:D9', undefined],
  ])('leaves trailing empty rows and cells out of %s', (text, expected) => {
    const range = readRange(text)
    expect(range).toBeDefined()
    expect(range && cut(cells, range)).toEqual(expected)
  })

  it('reads and writes the names of ranges', () => {
    expect(readRange("'Sarah''s !tab'!AA3:AB")).toEqual({ tab: "Sarah's !tab", firstRow: 2, lastRow: 999, firstColumn: 26, lastColumn: 27 })
    expect(writeRange({ tab: "Sarah's tab", firstRow: 0, lastRow: 999, firstColumn: 0, lastColumn: 27 })).toBe("'Sarah''s tab'!A1:AB1000")
    for (const text of ['', '!A1', "'open!A1", 'Tab!A1:B2:C3', 'Tab!1A']) expect(readRange(text)).toBeUndefined()
  })
})

describe('pretend Google', async () => {
  const backend = await start({ data: () => northwind, now: () => noon })
  const checked = settings.parse(backend.settings)
  const signIn = createSignIn(checked, {
    name: 'sheet',
    hosts: [`127.0.0.1:${backend.port}`],
    wanted: {},
    now: () => noon,
    log: () => undefined,
  })
  afterAll(async () => {
    signIn.close()
    await backend.close()
  })

  async function get(path: string, token?: string): Promise<{ status: number; body: unknown }> {
    const authorization = `Bearer ${token ?? (await signIn.token({ signal: AbortSignal.timeout(5_000) }))}`
    const response = await fetch(`${backend.url}/v4/spreadsheets/${checked.spreadsheet}/${path}`, { headers: { authorization } })
    return { status: response.status, body: await response.json() }
  }

  it('reads several ranges at once, formatted unless asked otherwise', async () => {
    const { body } = await get("values:batchGet?ranges='Booking+links'!A2:A3&ranges='Booking+links'!E2")
    expect(body).toEqual({
      spreadsheetId: checked.spreadsheet,
      valueRanges: [
        {
          range: "'Booking links'!A2:A3",
          majorDimension: 'ROWS',
          values: [['Sarah.Jenkins@northwind.example '], ['hugo.lind@northwind.example']],
        },
        { range: "'Booking links'!E2:E2", majorDimension: 'ROWS', values: [['46350']] },
      ],
    })
    expect((await get("values/'Booking%20links'!E2?valueRenderOption=UNFORMATTED_VALUE")).body).toMatchObject({ values: [[46_350]] })
    expect((await get("values/'Booking%20links'!Z1")).body).toEqual({ range: "'Booking links'!Z1:Z1", majorDimension: 'ROWS' })
  })

  it('answers a range that is none, and a token that is none, in its own words', async () => {
    expect(await get('values:batchGet?ranges=Nope!A1')).toEqual({
      status: 400,
      body: { error: { code: 400, message: 'Unable to parse range: Nope!A1', status: 'INVALID_ARGUMENT' } },
    })
    expect(await get("values/'Booking%20links'", 'ya29.forged')).toMatchObject({
      status: 401,
      body: { error: { status: 'UNAUTHENTICATED' } },
    })
  })
})
