import { z } from 'zod'

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A length of time such as `400ms`, `30s`, `15m`, `6h` or `30d`; becomes milliseconds. */
export const duration = (description: string): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^[1-9]\d*(?:ms|s|m|h|d)$/, 'is not a length of time; write it like 400ms, 30s, 15m, 6h or 30d')
    .transform((text) => Number.parseInt(text, 10) * units[text.replace(/^\d+/, '') as keyof typeof units])
    .describe(description)
