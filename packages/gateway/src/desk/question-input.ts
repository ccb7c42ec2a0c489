import { topics } from '@cx-concierge/contract'
import { accountIdShape, isLanguageTag, normalizeEmail } from '@cx-concierge/core'
import { z } from 'zod'

/** An account id or account number as callers give it. */
export const accountId = z
  .string('must be a string')
  .trim()
  .regex(accountIdShape, 'must be an account ID or account number: letters, digits, . _ and -, at most 40 characters')

/** A customer's e-mail, made comparable. */
export const email = z.string('must be a string').transform((text, context) => {
  const normal = normalizeEmail(text)
  if (normal !== undefined) return normal
  context.addIssue({ code: 'custom', message: 'must be one e-mail address such as jane@example.com' })
  return z.NEVER
})

/** What the customer asks about. */
export const topic = z.enum(topics).default('general')

/** BCP 47. */
export const language = z.string('must be a string').refine(isLanguageTag, 'must be a language tag such as en or pt-BR')

/** The customer that arguments name: an account by its canonical id where it has one, or an address. */
export const concerned =
  (canonical: (typed: string) => string | undefined) =>
  (given: { readonly account_id?: string | undefined; readonly email?: string | undefined }): string | undefined =>
    given.account_id === undefined ? given.email : (canonical(given.account_id) ?? given.account_id)

/** Refuses both and neither of two ways to name the customer. */
export const exactlyOne = (
  value: { readonly account_id?: string | undefined; readonly email?: string | undefined },
  context: z.core.$RefinementCtx,
): void => {
  if ((value.account_id === undefined) !== (value.email === undefined)) return
  context.addIssue({
    code: 'custom',
    message: value.account_id === undefined ? 'give account_id or email' : 'give only one of account_id and email, not both',
    input: value,
  })
}

/** How the properties are advertised: plain, so that every client's model can take them. */
export const advertised = {
  account_id: { type: 'string', description: 'Account ID or account number. Give this or email, not both.' },
  email: { type: 'string', description: 'The customer’s verified e-mail. Give this or account_id, not both.' },
  topic: {
    type: 'string',
    enum: [...topics],
    description: 'What it is about; default general. Choose urgent_outage only if the customer says their service is down now.',
  },
  preferred_language: { type: 'string', description: 'Language tag such as de or pt-BR.' },
} as const
