import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server'
import { isJsonObject } from './json-object.ts'
import { plainMethod, plainName, plainUri } from './plain-name.ts'

/** A message in which every word that the SDK repeats in its errors is a plain name; other words are what no tool or version is called. */
export function repeatable(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(repeatable)
  if (!isJsonObject(body)) return body
  const { params } = body
  return { ...plained(body, 'method', plainMethod), ...(isJsonObject(params) && { params: plainParams(params) }) }
}

type Json = Readonly<Record<string, unknown>>

function plainParams(params: Json): Json {
  const { _meta: meta } = params
  const named = ['name', 'protocolVersion'].reduce((all, key) => plained(all, key, plainName), params)
  const plain = plained(named, 'uri', plainUri)
  return isJsonObject(meta) ? { ...plain, _meta: plained(meta, PROTOCOL_VERSION_META_KEY, plainName) } : plain
}

const plained = (object: Json, key: string, by: (text: string) => string): Json => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return typeof value === 'string' ? { ...object, [key]: by(value) } : object
}
