import { isUtf8 } from 'node:buffer'
import { countKeys, type JsonBounds } from '@cx-concierge/egress'
import { rpcCodes } from './json-rpc-error.ts'
import { hasPlainKeys } from './plain-keys.ts'

/** What is wrong with a body, as the JSON-RPC error it is answered with. */
export interface BodyFault {
  readonly code: number
  readonly message: string
}

const notJson: BodyFault = { code: rpcCodes.parse, message: 'Parse error: the request body is not JSON in UTF-8' }
const tooComplex: BodyFault = {
  code: rpcCodes.invalidRequest,
  message: 'Invalid Request: the request body is nested too deep or has too many members',
}
const ambiguous: BodyFault = {
  code: rpcCodes.invalidRequest,
  message: 'Invalid Request: the request body has a key twice, or one that is not allowed',
}

/**
 * Reads a body that every JSON reader understands alike: within the bounds, in UTF-8 (RFC 8259 §8.1), no key twice (§4), none named `__proto__`,
 * `constructor` or `prototype`.
 */
export function readJson(bytes: Buffer, bounds: JsonBounds): { readonly json: unknown } | { readonly fault: BodyFault } {
  if (!isUtf8(bytes)) return { fault: notJson }
  const keys = countKeys(bytes, bounds)
  if (keys === undefined) return { fault: tooComplex }
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    return { fault: notJson }
  }
  return hasPlainKeys(json, keys) ? { json } : { fault: ambiguous }
}
