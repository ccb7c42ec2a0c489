import { randomFillSync } from 'node:crypto'

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const traceparentPattern = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/
const idBytes = 16
// drawn for many ids at once: the way into the system's generator costs more than the bytes
const pool = Buffer.alloc(idBytes * 256)
let used = pool.length

/** The trace a W3C `traceparent` names, or a fresh one of 32 hexadecimal digits. */
export function traceIdFrom(traceparent: unknown): string {
  const named = typeof traceparent === 'string' ? traceparentPattern.exec(traceparent)?.[1] : undefined
  return named ?? freshTraceId()
}

function freshTraceId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += idBytes
  return pool.toString('hex', used - idBytes, used)
}
