import { z } from 'zod'

/** So many in a minute, an hour or a day; becomes a number of calls and milliseconds. */
export const perTime = (what: string, example: string): z.ZodType<{ readonly calls: number; readonly perMs: number }, string> =>
  z
    .string()
    .regex(/^[1-9]\d*\/(?:minute|hour|day)$/, `is not ${what}; write it like ${example}`)
    .transform((text) => {
      const [calls, unit] = text.split('/') as [string, 'minute' | 'hour' | 'day']
      return { calls: Number(calls), perMs: { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit] }
    })
