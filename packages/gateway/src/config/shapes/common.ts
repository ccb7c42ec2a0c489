import { canonicalZone, fitsAnywhere, parseHours, type Hours } from '@cx-concierge/core'
import { z } from 'zod'

/** Every file says which edition of these shapes it is written in. */
export const version = z.literal(1).describe('The edition of this file format.')

/** A work e-mail, lower case. */
export const email = z
  .string()
  .regex(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/, 'is not an e-mail address')
  .refine(fitsAnywhere, 'would not be shown; it reads like a link')
  .transform((text) => text.toLowerCase())

/** A host name such as `book.northwind.example`. */
export const hostName = z
  .string()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
    'is not a host name; write it without https:// and path',
  )
  .transform((text) => text.toLowerCase())

/** A host name that may have a port, such as `concierge:9000`. */
export const hostWithPort = z
  .string()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::[1-9]\d{0,4})?$/i,
    'is not a host name; write it without https:// and path',
  )
  .transform((text) => text.toLowerCase())

/** A name used to refer to something elsewhere in the files. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,47}$/i, 'is not a name; use letters, digits, - and _')

/** An IANA time zone. */
export const timeZone = z.string().refine((zone) => canonicalZone(zone) !== undefined, {
  error: (issue) => `"${String(issue.input)}" is not a time zone; write it like Europe/Berlin`,
})

/** `YYYY-MM-DD`. */
export const day = z.iso.date('is not a day; write it like 2026-12-25')

/** Weekly hours such as `Mon-Fri 09:00-17:00`. */
export const hours: z.ZodType<Hours, string> = z.string().transform((text, context) => {
  try {
    return parseHours(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

/** An https address. */
export const httpsUrl = z.url({ protocol: /^https$/, error: 'is not an https address' })

/** Marks a text that nobody may read in the files: it should be a `${env:NAME}` or a `${file:/path}`. */
export const secretText = (text: z.ZodString): z.ZodString => text.meta({ secret: true })
