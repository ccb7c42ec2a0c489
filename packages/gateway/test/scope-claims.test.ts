import { describe, expect, it } from 'vitest'
import { now, startGateway } from './support/gateway.ts'
import { legacyCall, legacyHeaders, modernCall, modernHeaders } from './support/messages.ts'
import { audience, issuer, makeToken } from './support/tokens.ts'

const resource = { url: audience, authorizationServers: [issuer], scopes: ['cx.read'] }

/** Calls a tool that needs a scope the token does not have, so that all its scopes are repeated in a header. */
async function stepUp(scope: unknown, era: 'modern' | 'legacy') {
  const gateway = await startGateway({ resource })
  const token = await makeToken(now, { claims: { scope } })
  return await gateway.send(
    era === 'modern'
      ? { headers: modernHeaders(token, 'write_note'), body: JSON.stringify(modernCall({ word: 'a' }, 'write_note')) }
      : { headers: legacyHeaders(token), body: JSON.stringify(legacyCall({ word: 'a' }, 'write_note')) },
  )
}

const asked = 'scope="cx.read cx.write'
const readable: readonly (readonly [string, unknown, string])[] = [
  ['one', 'cx.read', `${asked}"`],
  ['a list', ['cx.read', 'cx.note'], `${asked} cx.note"`],
  ['more spaces than needed', '  cx.read   cx.note ', `${asked} cx.note"`],
  ['none', '', `${asked}"`],
  ['an empty list', [], `${asked}"`],
  ['every character there may be', 'cx.read !#[]^_`{|}~', `${asked} !#[]^_\`{|}~"`],
]

const odd: readonly (readonly [string, unknown])[] = [
  ['a quotation mark', 'cx.read x"y'],
  ['a backslash', String.raw`cx.read x\y`],
  ['a line break', 'cx.read x\r\nset-cookie: a=b'],
  ['a tab between two', 'cx.read\tcx.note'],
  ['a null character', 'cx.read x\u0000'],
  ['a delete character', 'cx.read x\u007F'],
  ['a letter beyond ASCII', 'cx.read läsen'],
  ['a hidden character', 'cx.read\u200B'],
  ['a no-break space', 'cx.read\u00A0cx.note'],
  ['half a character', 'cx.read \uD800'],
  ['a number', 7],
  ['null', null],
  ['true', true],
  ['an object', { 'cx.read': true }],
  ['a list in a list', [['cx.read']]],
  ['a list with a number', ['cx.read', 7]],
  ['a list with null', ['cx.read', null]],
  ['a list with an empty text', ['cx.read', '']],
  ['a list with two in one text', ['cx.read cx.note']],
  ['a list with a line break', ['cx.read', 'x\ny']],
  ['a list with a quotation mark', ['cx.read', 'x"y']],
]

describe.each(['modern', 'legacy'] as const)('the scope claim of a token (%s)', (era) => {
  it.each(readable)('is read when it is %s', async (_name, scope, words) => {
    const { status, headers } = await stepUp(scope, era)
    expect([status, headers['www-authenticate']]).toEqual([403, expect.stringContaining(words)])
  })

  it.each(odd)('refuses the token when it is or has %s, and never fails', async (_name, scope) => {
    const { status, headers } = await stepUp(scope, era)
    expect([status, headers['www-authenticate']]).toEqual([401, expect.stringContaining('error="invalid_token"')])
    expect(headers['set-cookie']).toBeUndefined()
  })
})
