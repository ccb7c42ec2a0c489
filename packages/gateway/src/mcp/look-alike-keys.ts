import {
  BAGGAGE_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  RELATED_TASK_META_KEY,
  SERVER_INFO_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
} from '@modelcontextprotocol/server'
import { isJsonObject } from './json-object.ts'

const messageKeys = byFold(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])
const paramKeys = byFold([
  '_meta',
  'name',
  'arguments',
  'cursor',
  'uri',
  'level',
  'ref',
  'argument',
  'context',
  'task',
  'inputResponses',
  'requestState',
  'notifications',
  'protocolVersion',
  'capabilities',
  'clientInfo',
  'requestId',
  'reason',
  'progressToken',
  'progress',
  'total',
  'message',
])
const metaKeys = byFold([
  'progressToken',
  PROTOCOL_VERSION_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  RELATED_TASK_META_KEY,
  SERVER_INFO_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
  BAGGAGE_META_KEY,
])
const longestFolded = 64

/**
 * Whether a message, or one of a batch, has a key that is not one of the protocol's but that a reader who ignores case or compatibility forms would take
 * for it, such as `Method` or `paramſ`: two readers would see two different calls.
 */
export function hasLookAlikeKeys(body: unknown): boolean {
  return Array.isArray(body) ? body.some(messageHas) : messageHas(body)
}

/** The same of a single key of a `_meta`. */
export function isLookAlikeMetaKey(key: string): boolean {
  return isLookAlike(key, metaKeys)
}

function messageHas(message: unknown): boolean {
  if (!isJsonObject(message)) return false
  const { params } = message
  if (anyLooksAlike(message, messageKeys)) return true
  return (
    isJsonObject(params) &&
    (anyLooksAlike(params, paramKeys) || (isJsonObject(params['_meta']) && anyLooksAlike(params['_meta'], metaKeys)))
  )
}

function anyLooksAlike(object: object, keys: ReadonlyMap<string, string>): boolean {
  return Object.keys(object).some((key) => isLookAlike(key, keys))
}

function isLookAlike(key: string, keys: ReadonlyMap<string, string>): boolean {
  if (key.length > longestFolded || keys.get(key) === key) return false
  const meant = keys.get(fold(key))
  return meant !== undefined && meant !== key
}

/** Unicode's NFKC_Casefold, as near as the language comes to it. */
function fold(key: string): string {
  return key
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
}

function byFold(keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [fold(key), key]))
}
