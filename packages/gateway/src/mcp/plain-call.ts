import type { IncomingHttpHeaders } from 'node:http'
import {
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
  TRACEPARENT_META_KEY,
} from '@modelcontextprotocol/server'
import type { Era } from '../call-status.ts'
import { isPlainEnvelope, isPlainLegacyMeta } from './envelope.ts'
import { isJsonObject } from './json-object.ts'

/** A `tools/call` that is right in every respect the protocol knows; whether the tool exists and takes these arguments is not said. */
export interface PlainCall {
  readonly era: Era
  readonly id: string | number
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>> | undefined
  readonly clientInfo: unknown
  readonly traceparent: unknown
}

const modernVersion = '2026-07-28'
const legacyVersions = new Set<string | undefined>(SUPPORTED_PROTOCOL_VERSIONS)
const jsonTypes = new Set<string | undefined>(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8'])

/**
 * Recognises a call that needs nothing but an answer, in either era. `undefined` says nothing about a request except that the SDK must judge it: this is
 * a list of what is surely right, not of what is wrong.
 */
export function plainCall(headers: IncomingHttpHeaders, body: unknown): PlainCall | undefined {
  if (!jsonTypes.has(headers['content-type']) || !isJsonObject(body)) return undefined
  const { jsonrpc, id, method, params } = body
  if (jsonrpc !== '2.0' || method !== 'tools/call' || !isRequestId(id) || !hasOnly(body, 4) || !isJsonObject(params)) return undefined
  const { name, arguments: args, _meta: meta } = params
  if (typeof name !== 'string' || (args !== undefined && !isJsonObject(args)) || (meta !== undefined && !isJsonObject(meta)))
    return undefined
  if (!hasOnly(params, 1 + Number(args !== undefined) + Number(meta !== undefined))) return undefined

  if (meta !== undefined && PROTOCOL_VERSION_META_KEY in meta) {
    if (!namesThisCall(headers, name) || meta[PROTOCOL_VERSION_META_KEY] !== modernVersion || !isPlainEnvelope(meta)) return undefined
    const clientInfo = meta[CLIENT_INFO_META_KEY]
    return { era: 'modern', id, name, arguments: args, clientInfo, traceparent: meta[TRACEPARENT_META_KEY] }
  }
  if (!acceptsBoth(headers.accept) || !isLegacyVersion(headers['mcp-protocol-version'])) return undefined
  if (meta !== undefined && !isPlainLegacyMeta(meta)) return undefined
  return { era: 'legacy', id, name, arguments: args, clientInfo: undefined, traceparent: meta?.[TRACEPARENT_META_KEY] }
}

function isRequestId(id: unknown): id is string | number {
  return typeof id === 'string' || Number.isSafeInteger(id)
}

/** Counting keys tells whether there are others than the ones already found. */
function hasOnly(object: Readonly<Record<string, unknown>>, count: number): boolean {
  return Object.keys(object).length === count
}

function namesThisCall(headers: IncomingHttpHeaders, name: string): boolean {
  return headers['mcp-protocol-version'] === modernVersion && headers['mcp-method'] === 'tools/call' && headers['mcp-name'] === name
}

function acceptsBoth(accept: string | undefined): boolean {
  return accept !== undefined && accept.includes('application/json') && accept.includes('text/event-stream')
}

function isLegacyVersion(version: string | string[] | undefined): boolean {
  return version === undefined || (typeof version === 'string' && legacyVersions.has(version))
}
