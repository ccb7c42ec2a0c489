import { getDomain } from 'tldts'

const shape = /^[^\s\p{C}\p{Default_Ignorable_Code_Point}@"(),:;<>[\\\]]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/u

/** An address as it is compared: trimmed, lower case. `undefined` when the text is no e-mail address this desk accepts. */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim().normalize('NFKC').toLowerCase()
  if (email.length > 254 || !shape.test(email) || email.includes('..')) return undefined
  return email
}

/** The part after the `@`. */
export const hostOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/** The registrable domain by the Public Suffix List: `mail.eu.acme.com` → `acme.com`. */
export const registrableDomain = (host: string): string | undefined => getDomain(host, { allowPrivateDomains: true }) ?? undefined
