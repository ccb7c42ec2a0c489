import { randomFillSync } from 'node:crypto'

const bytes = 16
// drawn for many at once: the way into the system's generator costs more than the bytes
const pool = Buffer.alloc(bytes * 256)
let used = pool.length

/** 128 random bits in 32 hexadecimal digits. */
export function randomHex(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
