import { z } from 'zod'

/** A setting nobody may read back: a non-empty string, marked so that consoles, logs and generated schemas hide it. */
export function secret(description: string): z.ZodString {
  return z.string().min(1).meta({ secret: true, description })
}
