import { randomHex } from '../random-hex.ts'

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const traceparentPattern = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The trace a W3C `traceparent` names, or a fresh one of 32 hexadecimal digits. */
export function traceIdFrom(traceparent: unknown): string {
  const named = typeof traceparent === 'string' ? traceparentPattern.exec(traceparent)?.[1] : undefined
  return named ?? randomHex()
}
