import { secret } from '@cx-concierge/connector-kit'
import { z } from 'zod'

const header = z.string().trim().min(1).max(200)
const accountKey = z.looseObject({ client_email: z.string().min(1), private_key: z.string().min(1) })

const withFields = z
  .strictObject({
    client_email: z.email().describe('E-mail of the service account; the spreadsheet must be shared with it.'),
    private_key: secret('Private key of the service account in PEM form.'),
  })
  .describe('Sign in with the two values of a service account’s key.')

const withFile = z
  .strictObject({
    key_file: secret('Content of the service account’s JSON key file.').refine(
      (content) => readKeyFile(content) !== undefined,
      'must be the content of a service account’s JSON key file',
    ),
  })
  .describe('Sign in with a service account’s key file as downloaded.')

const columns = z
  .strictObject({
    booking_url: header.nullable().default('Booking link').describe('Header above the booking links; null when there is no such column.'),
    languages: header.nullable().default('Languages').describe('Header above the languages; null when there is no such column.'),
    backup: header.nullable().default('Backup email').describe('Header above the stand-ins’ e-mails; null when there is no such column.'),
    out_from: header.nullable().default('Out from').describe('Header above the first days away; null when there is no such column.'),
    out_until: header.nullable().default('Out until').describe('Header above the last days away; null when there is no such column.'),
  })
  .prefault({})
  .describe('Where things stand, by the words in the header row.')

/** What the connector must be told. Strict: an unknown key is an error. */
export const settings = z.strictObject({
  spreadsheet: z
    .string()
    .regex(/^[A-Za-z0-9_-]{20,100}$/, 'must be the id between /d/ and /edit in the spreadsheet’s address')
    .describe('Id of the spreadsheet: the part between /d/ and /edit in its address.'),
  tab: z.string().min(1).max(100).default('Booking links').describe('Name of the tab.'),
  key_column: header.default('Work email').describe('Header above the colleagues’ work e-mails.'),
  columns,
  sign_in: z.union([withFields, withFile]).describe('The service account that may read the spreadsheet.'),
  token_url: z
    .url({ protocol: /^https?$/ })
    .default('https://oauth2.googleapis.com/token')
    .describe('Where the service account signs in.'),
  api_url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.parse(url)?.pathname === '/', 'must be an address without a path')
    .default('https://sheets.googleapis.com')
    .describe('Where the Sheets API is.'),
})

/** Settings once checked. */
export type Settings = z.output<typeof settings>

/** The hosts these settings allow. */
export function hosts(checked: Settings): string[] {
  return [...new Set([new URL(checked.token_url).host, new URL(checked.api_url).host])]
}

/** The service account, whichever way it was given. */
export function serviceAccount({ sign_in: signIn }: Settings): { readonly email: string; readonly key: string } {
  if ('client_email' in signIn) return { email: signIn.client_email, key: withLineBreaks(signIn.private_key) }
  const file = readKeyFile(signIn.key_file)
  return { email: file?.client_email ?? '', key: withLineBreaks(file?.private_key ?? '') }
}

function readKeyFile(content: string): z.output<typeof accountKey> | undefined {
  try {
    return accountKey.safeParse(JSON.parse(content)).data
  } catch {
    return undefined
  }
}

/** Environment variables often carry a PEM with its line breaks written out. */
function withLineBreaks(pem: string): string {
  return pem.replaceAll(String.raw`\n`, '\n')
}
