import { now, type RawRequest } from './gateway.ts'
import { envelope, legacyCall, legacyHeaders, modernCall, modernHeaders, modernRequest } from './messages.ts'
import { makeToken } from './tokens.ts'

type Headers = Record<string, string | readonly string[]>

const key = 'io.modelcontextprotocol/'
const token = await makeToken(now)

function modern(body: unknown, headers: Headers = {}): Partial<RawRequest> {
  return { headers: { ...modernHeaders(token), ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

function legacy(body: unknown, headers: Headers = {}): Partial<RawRequest> {
  return { headers: { ...legacyHeaders(token), ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

function withMeta(meta: Record<string, unknown>): Record<string, unknown> {
  return {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'echo', arguments: { word: 'a' }, _meta: { ...envelope, ...meta } },
  }
}

function withParams(params: Record<string, unknown>): Record<string, unknown> {
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'echo', arguments: { word: 'a' }, _meta: envelope, ...params } }
}

function without(headers: Record<string, string>, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name))
}

/** Calls that are right in every respect. */
export const right: Record<string, Partial<RawRequest>> = {
  'a modern call': modern(modernCall()),
  'a text id': modern(modernCall({ word: 'a' }, 'echo', 'call-"7"\u2028')),
  'an empty text id': modern(modernCall({ word: 'a' }, 'echo', '')),
  'id zero': modern(modernCall({ word: 'a' }, 'echo', 0)),
  'a negative id': modern(modernCall({ word: 'a' }, 'echo', -3)),
  'the largest id': modern(modernCall({ word: 'a' }, 'echo', Number.MAX_SAFE_INTEGER)),
  'nulls for absent arguments': modern(modernCall({ word: 'a', number: null, mood: null })),
  unicode: modern(modernCall({ word: 'Zoë 😀 שלום \u0000 \uD800' })),
  escapes: modern('{"jsonrpc":"2.0","id":1,"method":"tools\\/call","params":' + JSON.stringify(withParams({})['params']) + '}'),
  'white space': modern(JSON.stringify(modernCall(), null, 4)),
  'a charset': modern(modernCall(), { 'content-type': 'application/json; charset=utf-8' }),
  'no accept header': { ...modern(modernCall()), headers: without(modernHeaders(token), 'accept') },
  'a client with capabilities': modern(
    withMeta({
      [`${key}clientCapabilities`]: {
        sampling: {},
        elicitation: { form: {}, url: {} },
        roots: { listChanged: true },
        extensions: { 'io.x/y': { a: [1] } },
      },
    }),
  ),
  'no client info': modern(withParams({ _meta: { [`${key}protocolVersion`]: '2026-07-28', [`${key}clientCapabilities`]: {} } })),
  'a log level': modern(withMeta({ [`${key}logLevel`]: 'debug' })),
  'a trace': modern(withMeta({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })),
  'a foreign _meta key': modern(withMeta({ 'claudecode/toolUseId': 'x', 'com.example/list': [1, { a: null }] })),
  'a tool that fails politely': modern(modernCall({ word: 'politely' }, 'fail'), { 'mcp-name': 'fail' }),
  'a tool that throws': modern(modernCall({ word: 'x' }, 'fail'), { 'mcp-name': 'fail' }),
  'a tool that answers nonsense': modern(modernCall({ word: 'cyclic' }, 'fail'), { 'mcp-name': 'fail' }),
  'a legacy call without a version': legacy(legacyCall()),
  'revision 2025-11-25': legacy(legacyCall(), { 'mcp-protocol-version': '2025-11-25' }),
  'revision 2025-06-18': legacy(legacyCall(), { 'mcp-protocol-version': '2025-06-18' }),
  'revision 2025-03-26': legacy(legacyCall(), { 'mcp-protocol-version': '2025-03-26' }),
  'revision 2024-11-05': legacy(legacyCall(), { 'mcp-protocol-version': '2024-11-05' }),
  'a legacy call with a plain _meta': legacy({ ...legacyCall(), params: { name: 'echo', arguments: { word: 'a' }, _meta: { 'x/y': 1 } } }),
  'a legacy call with the headers of the other era': legacy(legacyCall(), { 'mcp-method': 'tools/call', 'mcp-name': 'echo' }),
  'a legacy call with a session id': legacy(legacyCall(), { 'mcp-session-id': 'whatever' }),
  'a legacy tool that throws': legacy(legacyCall({ word: 'x' }, 'fail')),
}

/** Requests that are wrong, unusual or for somebody else, in every way we could think of. */
export const unusual: Record<string, Partial<RawRequest>> = {
  'broken JSON': modern('{"jsonrpc":'),
  'an empty body': modern(''),
  'JSON null': modern('null'),
  'a JSON text': modern('"tools/call"'),
  'a byte order mark': modern('\uFEFF' + JSON.stringify(modernCall())),
  'a NaN': modern('{"jsonrpc":"2.0","id":NaN}'),
  'duplicate keys, the last right': modern(
    '{"jsonrpc":"2.0","id":9,"id":1,"method":"tools/call","params":' + JSON.stringify(withParams({})['params']) + '}',
  ),
  'an unknown tool': modern(modernCall({}, 'nothing'), { 'mcp-name': 'nothing' }),
  'a tool of another audience': modern(modernCall({ word: 'a' }, 'staff_only'), { 'mcp-name': 'staff_only' }),
  'a tool that needs more scope': modern(modernCall({ word: 'a' }, 'write_note'), { 'mcp-name': 'write_note' }),
  'a tool named like a property of every object': modern(modernCall({}, 'constructor'), { 'mcp-name': 'constructor' }),
  'a wrong type': modern(modernCall({ word: 7 })),
  'a missing argument': modern(modernCall({})),
  'an extra argument': modern(modernCall({ word: 'a', extra: true })),
  'a null for a needed argument': modern(modernCall({ word: null })),
  'a word of another list': modern(modernCall({ word: 'a', mood: 'angry' })),
  'an argument named __proto__': modern(
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"word":"a","__proto__":{"word":"b"}},"_meta":' +
      JSON.stringify(envelope) +
      '}}',
  ),
  'arguments as a list': modern(modernCall(['a'])),
  'arguments as null': modern(modernCall(null)),
  'a fractional id': modern(modernCall({ word: 'a' }, 'echo', 1.5)),
  'a null id': modern(modernCall({ word: 'a' }, 'echo', null)),
  'an id too large': modern(modernCall({ word: 'a' }, 'echo', 2 ** 60)),
  'an id that is an object': modern(modernCall({ word: 'a' }, 'echo', {})),
  'a notification': modern({ jsonrpc: '2.0', method: 'tools/call', params: withParams({})['params'] }),
  'JSON-RPC 1.0': modern({ ...modernCall(), jsonrpc: '1.0' }),
  'an extra top-level key': modern({ ...modernCall(), extra: 1 }),
  'an extra parameter': modern(withParams({ extra: 1 })),
  'a task': modern(withParams({ task: { ttl: 1 } })),
  'an answer to a question': modern(withParams({ inputResponses: { a: { action: 'accept' } } })),
  'a state': modern(withParams({ requestState: 'x' })),
  'a progress token': modern(withMeta({ progressToken: 7 })),
  'no name': modern(withParams({ name: undefined })),
  'a name that is a number': modern(withParams({ name: 5 })),
  'parameters as a list': modern({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: [] }),
  '_meta as null': modern(withParams({ _meta: null })),
  'no _meta under a modern header': modern(legacyCall()),
  'no capabilities': modern(withParams({ _meta: { [`${key}protocolVersion`]: '2026-07-28' } })),
  'capabilities that are not an object': modern(withMeta({ [`${key}clientCapabilities`]: 'all' })),
  'capabilities of a wrong kind': modern(withMeta({ [`${key}clientCapabilities`]: { roots: { listChanged: 'yes' } } })),
  'a capability nobody knows': modern(withMeta({ [`${key}clientCapabilities`]: { telepathy: {} } })),
  'client info without a version': modern(withMeta({ [`${key}clientInfo`]: { name: 'x' } })),
  'a log level nobody knows': modern(withMeta({ [`${key}logLevel`]: 'loud' })),
  'a version nobody knows': modern(withMeta({ [`${key}protocolVersion`]: '2027-01-01' }), { 'mcp-protocol-version': '2027-01-01' }),
  'a version that is not a text': modern(withMeta({ [`${key}protocolVersion`]: 7 })),
  'a version other than the header': modern(modernCall(), { 'mcp-protocol-version': '2025-11-25' }),
  'a method other than the header': modern(modernCall(), { 'mcp-method': 'tools/list' }),
  'a name other than the header': modern(modernCall(), { 'mcp-name': 'fail' }),
  'a name in another case': modern(modernCall(), { 'mcp-name': 'Echo' }),
  'an encoded name': modern(modernCall(), { 'mcp-name': '=?base64?ZWNobw==?=' }),
  'a badly encoded name': modern(modernCall(), { 'mcp-name': '=?base64?***?=' }),
  'a header twice': modern(modernCall(), { 'mcp-name': ['echo', 'echo'] }),
  'no version header': { ...modern(modernCall()), headers: without(modernHeaders(token), 'mcp-protocol-version') },
  'no method header': { ...modern(modernCall()), headers: without(modernHeaders(token), 'mcp-method') },
  'no name header': { ...modern(modernCall()), headers: without(modernHeaders(token), 'mcp-name') },
  'no content type': { ...modern(modernCall()), headers: without(modernHeaders(token), 'content-type') },
  'plain text': modern(modernCall(), { 'content-type': 'text/plain' }),
  'JSON as a parameter of plain text': modern(modernCall(), { 'content-type': 'text/plain; a=application/json' }),
  'a content type in capitals': modern(modernCall(), { 'content-type': 'Application/JSON' }),
  'a sloppy content type': modern(modernCall(), { 'content-type': 'application/json;' }),
  'a malformed content type': modern(modernCall(), { 'content-type': 'json' }),
  'a modern batch': modern([modernCall()]),
  'tools/list': modern(modernRequest('tools/list'), { 'mcp-method': 'tools/list' }),
  'server/discover': modern(modernRequest('server/discover'), { 'mcp-method': 'server/discover' }),
  'a method of the other era': modern(modernRequest('ping'), { 'mcp-method': 'ping' }),
  'a method nobody knows': modern(modernRequest('tools/burn'), { 'mcp-method': 'tools/burn' }),
  initialize: legacy({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
  }),
  initialized: legacy({ jsonrpc: '2.0', method: 'notifications/initialized' }),
  'a legacy ping': legacy({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  'a legacy list': legacy({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  'a legacy batch': legacy([legacyCall(), legacyCall({ word: 'b' }, 'echo', 2)]),
  'a batch with a forbidden call': legacy([legacyCall(), legacyCall({ word: 'b' }, 'write_note', 2)]),
  'an empty batch': legacy([]),
  'a posted answer': legacy({ jsonrpc: '2.0', id: 1, result: {} }),
  'a legacy call that accepts JSON only': legacy(legacyCall(), { accept: 'application/json' }),
  'a legacy call that accepts anything': legacy(legacyCall(), { accept: '*/*' }),
  'a legacy version nobody knows': legacy(legacyCall(), { 'mcp-protocol-version': '2025-01-01' }),
  'a legacy progress token': legacy({ ...legacyCall(), params: { name: 'echo', arguments: { word: 'a' }, _meta: { progressToken: 'p' } } }),
  'a legacy task': legacy({ ...legacyCall(), params: { name: 'echo', arguments: { word: 'a' }, task: { ttl: 5 } } }),
  'a legacy wrong argument': legacy(legacyCall({ word: 5 })),
  'a legacy unknown tool': legacy(legacyCall({}, 'nothing')),
  'a legacy forbidden tool': legacy(legacyCall({ word: 'a' }, 'write_note')),
  'a long argument': modern(modernCall({ word: 'x'.repeat(100_000) })),
  'a body over the limit': modern(modernCall({ word: 'x'.repeat(1_100_000) })),
  'a body nested too deep': modern('['.repeat(70) + ']'.repeat(70)),
  'too many members': modern(modernCall({ word: 'a', list: Array.from({ length: 10_001 }, () => 0) })),
}
