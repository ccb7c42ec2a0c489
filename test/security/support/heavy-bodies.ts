import { modernRequest } from '../../support/raw-rpc.ts'

const bytes = 1_048_576
const { body } = modernRequest('tools/call', { name: 'get_escalation_contact', arguments: {} })
const callWith = (args: string): string => JSON.stringify(body).replace('"arguments":{}', () => `"arguments":${args}`)
const room = bytes - callWith('').length - 20

const upTo = (piece: string, most = Number.POSITIVE_INFINITY): string[] =>
  Array.from({ length: Math.min(most, Math.floor(room / (piece.length + 1))) }, () => piece)
const members = 9_900
const filler = (length: number): string => 'x'.repeat(length)
const perMember = Math.floor(room / members)

/** A call of a mebibyte that is nothing but long. */
export const ordinaryBody: string = callWith(`{"account_id":"${filler(room - 20)}"}`)

/** A call that costs next to nothing. */
export const smallBody: string = callWith('{"account_id":"a"}')

/** Bodies of up to a mebibyte, made to cost as much as they can. */
export const heavyBodies: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(bytes),
  'objects in objects': '{"a":'.repeat(bytes / 5),
  'as deep as may be, again and again': callWith(`[${upTo(`${'['.repeat(50)}${']'.repeat(50)}`, members / 51).join(',')}]`),
  'a list as long as fits': callWith(`[${upTo('0').join(',')}]`),
  'as many members as may be': callWith(`[${upTo(`"${filler(perMember - 4)}"`, members).join(',')}]`),
  'as many empty objects as may be': callWith(`[${upTo('{}', members).join(',')}]`),
  'one key again and again': callWith(`{${upTo(`"a":"${filler(perMember - 8)}"`, members).join(',')}}`),
  'as many keys as may be': callWith(
    `{${upTo(`"${filler(perMember - 5)}":0`, members)
      .map((pair, index) => pair.replace('xxxxxxxx', String(index).padStart(8, '0')))
      .join(',')}}`,
  ),
  // one character of three bytes that folds to eighteen
  'keys that are long to fold': JSON.stringify(body).replace(
    '"params":{',
    () => `"params":{${Array.from({ length: 5000 }, (_, index) => `"${'\uFDFA'.repeat(60)}${index}":0,`).join('')}`,
  ),
  'one long key': callWith(`{"${filler(room - 10)}":0}`),
  'one long number': callWith(`{"account_id":${'9'.repeat(room - 20)}}`),
  'one long fraction': callWith(`{"account_id":0.${'9'.repeat(room - 20)}}`),
  'nothing but escapes': callWith(`{"account_id":"${String.raw`\u0000`.repeat(Math.floor((room - 20) / 6))}"}`),
  'escapes that are refused at the end': callWith(`{"account_id":"${String.raw`\"`.repeat(Math.floor((room - 20) / 2))}\\x"}`),
  'nothing but white space': ' '.repeat(bytes),
  'a batch of long calls': `[${Array.from({ length: 16 }, (_, id) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'get_escalation_contact', arguments: { account_id: filler(65_000) } } })).join(',')}]`,
  'a batch of unknown methods': `[${Array.from({ length: 16 }, (_, id) => JSON.stringify({ jsonrpc: '2.0', id, method: filler(65_000) })).join(',')}]`,
  'a long id': JSON.stringify({ ...body, id: filler(room) }),
  'a long tool name': JSON.stringify(body).replace('"name":"get_escalation_contact"', () => `"name":"${filler(room)}"`),
}
