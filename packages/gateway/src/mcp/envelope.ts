import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { isLookAlikeMetaKey } from './look-alike-keys.ts'

const logLevels = new Set<unknown>(['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'])
const reserved = 'io.modelcontextprotocol/'
const envelopeKeys = new Set([PROTOCOL_VERSION_META_KEY, CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, LOG_LEVEL_META_KEY])

/**
 * Whether a `_meta` is certainly a good envelope of revision 2026-07-28. Deliberately narrower than the SDK's own schema: what is refused here is judged
 * there, so only a wrong yes would matter.
 */
export function isPlainEnvelope(meta: JsonObject): boolean {
  for (const key in meta)
    if (!envelopeKeys.has(key) && (key === 'progressToken' || key.startsWith(reserved) || isLookAlikeMetaKey(key))) return false
  const logLevel = meta[LOG_LEVEL_META_KEY]
  if (logLevel !== undefined && !logLevels.has(logLevel)) return false
  const info = meta[CLIENT_INFO_META_KEY]
  return isPlainCapabilities(meta[CLIENT_CAPABILITIES_META_KEY]) && (info === undefined || isPlainImplementation(info))
}

/** Whether a `_meta` of an older revision asks for nothing: no progress, no task, nothing of another era. */
export function isPlainLegacyMeta(meta: JsonObject): boolean {
  for (const key in meta) if (key === 'progressToken' || key.startsWith(reserved) || isLookAlikeMetaKey(key)) return false
  return true
}

function isPlainImplementation(info: unknown): boolean {
  if (!isJsonObject(info)) return false
  const { name, version, title, websiteUrl, description, icons } = info
  return (
    typeof name === 'string' &&
    typeof version === 'string' &&
    [title, websiteUrl, description].every(isStringOrAbsent) &&
    icons === undefined
  )
}

function isStringOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isPlainCapabilities(capabilities: unknown): boolean {
  if (!isJsonObject(capabilities)) return false
  for (const key in capabilities) if (!isPlainCapability(key, capabilities[key])) return false
  return true
}

function isPlainCapability(name: string, value: unknown): boolean {
  if (!isJsonObject(value)) return false
  switch (name) {
    case 'sampling':
      return isEmpty(value)
    case 'elicitation':
      return Object.keys(value).every((mode) => (mode === 'form' || mode === 'url') && isEmpty(value[mode]))
    case 'roots':
      return Object.keys(value).every((key) => key === 'listChanged' && typeof value[key] === 'boolean')
    case 'extensions':
    case 'experimental':
      return Object.values(value).every(isJsonObject)
    default:
      return false
  }
}

function isEmpty(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0
}
