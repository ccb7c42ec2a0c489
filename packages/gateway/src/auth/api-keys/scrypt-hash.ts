import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'

/** What is kept of a secret: its scrypt hash (RFC 7914) with everything needed to compute it again. Bounded, since computing costs 128·n·r bytes. */
export const scryptHash = z.strictObject({
  n: z.int().min(1_024).max(131_072),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64url().min(22),
  hash: z.base64url().length(43),
})

/** One of {@link scryptHash}. */
export type ScryptHash = z.output<typeof scryptHash>

const usual = { n: 16_384, r: 8, p: 1 }
const saltBytes = 16
const hashBytes = 32
const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

async function derive(secret: string, { n, r, p, salt }: Omit<ScryptHash, 'hash'>): Promise<Buffer> {
  const maxmem = 128 * n * r + 128 * r * p + 1_048_576
  return await scryptAsync(secret, Buffer.from(salt, 'base64url'), hashBytes, { N: n, r, p, maxmem })
}

/** Hashes a secret under a salt of its own, off the main thread. */
export async function hashSecret(secret: string): Promise<ScryptHash> {
  const parameters = { ...usual, salt: randomBytes(saltBytes).toString('base64url') }
  return { ...parameters, hash: (await derive(secret, parameters)).toString('base64url') }
}

/** Whether a secret is the one that was hashed; off the main thread, and in a time that says nothing of how alike the two are. */
export async function isSecret(secret: string, kept: ScryptHash): Promise<boolean> {
  return timingSafeEqual(await derive(secret, kept), Buffer.from(kept.hash, 'base64url'))
}

/** Costs what {@link isSecret} costs for a usual hash, and is never true: for secrets of which nothing is kept. */
export async function isNoSecret(secret: string): Promise<false> {
  await derive(secret, { ...usual, salt: 'AAAAAAAAAAAAAAAAAAAAAA' })
  return false
}
