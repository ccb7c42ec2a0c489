import { secret, type CredentialsKind } from '@cx-concierge/connector-kit'
import { z } from 'zod'

const fieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,79}$/, 'must be the API name of a field, such as Segment__c')
const hostPattern = z
  .string()
  .regex(
    /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/,
    'must be a host name such as acme.my.salesforce.com or *.my.salesforce.com',
  )
  .refine(
    (value) => !value.startsWith('*.') || value.split('.').length >= 4,
    'a * must stand below a company domain, such as *.my.salesforce.com',
  )

const jwt = z
  .strictObject({
    flow: z.literal('jwt').describe('OAuth 2.0 JWT bearer flow: a key pair instead of a password.'),
    client_id: z.string().min(1).describe('Consumer key of the external client app.'),
    username: z.string().min(1).describe('The integration user whose rights are used.'),
    key: secret('Private key in PEM form; its certificate is uploaded to the external client app.'),
    audience: z
      .url()
      .optional()
      .describe('Audience of the assertion; by default the production or sandbox login address, as login_url tells.'),
  })
  .describe('Sign in with a key pair.')

const clientCredentials = z
  .strictObject({
    flow: z.literal('client_credentials').describe('OAuth 2.0 client credentials flow; works on the My Domain address only.'),
    client_id: z.string().min(1).describe('Consumer key of the external client app.'),
    client_secret: secret('Consumer secret of the external client app.'),
  })
  .describe('Sign in with a client secret.')

const accountFields = z
  .strictObject({
    name: fieldName.default('Name').describe('Field with the account’s name.'),
    status: fieldName.nullable().default('Type').describe('Field that tells customers from former customers; null when there is none.'),
    segment: fieldName.nullable().default('Segment__c').describe('Field with the segment; null when there is none.'),
    arr: fieldName.nullable().default('ARR__c').describe('Field with the annual recurring revenue; null when there is none.'),
    tags: fieldName.nullable().default('Tags__c').describe('Multi-select picklist with tags such as VIP; null when there is none.'),
    country: fieldName
      .nullable()
      .default('BillingCountryCode')
      .describe('Field with the two-letter country code (needs state and country picklists); null when there is none.'),
    number: fieldName.default('AccountNumber').describe('Field with the company’s own account number.'),
    website: fieldName.default('Website').describe('Field with the account’s website.'),
  })
  .prefault({})
  .describe('Where the account’s facts stand.')

/** What the connector must be told. Strict: an unknown key is an error. */
export const settings = z
  .strictObject({
    login_url: z
      .url({ protocol: /^https?$/ })
      .default('https://login.salesforce.com')
      .describe('Where to sign in: login, test, or your My Domain address.'),
    api_version: z
      .string()
      .regex(/^\d{2,3}\.0$/, 'must look like 68.0')
      .default('68.0')
      .describe('REST API version.'),
    sign_in: z
      .discriminatedUnion('flow', [jwt, clientCredentials])
      .optional()
      .describe('How to sign in; not needed where it is read with the callers’ own rights.'),
    instance_url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Your My Domain address, such as https://acme.my.salesforce.com; needed to read with the callers’ own rights.'),
    instance_hosts: z
      .array(hostPattern)
      .min(1)
      .default(['*.my.salesforce.com'])
      .describe('Hosts the sign-in may send us to; an instance elsewhere is refused. Narrow it to your own My Domain.'),
    fields: z.strictObject({ account: accountFields }).prefault({}).describe('Your organisation’s own field names.'),
    account_teams: z.boolean().default(true).describe('Whether account teams are used. Editions without them are noticed either way.'),
  })
  .superRefine((value, context) => {
    const host = URL.parse(value.login_url)?.hostname ?? ''
    if (value.sign_in === undefined && value.instance_url === undefined)
      context.addIssue({ code: 'custom', message: 'needs sign_in, or instance_url to be read with the callers’ own rights' })
    if (value.sign_in?.flow === 'client_credentials' && /^(?:login|test)\.salesforce\.com$/.test(host)) {
      context.addIssue({ code: 'custom', path: ['login_url'], message: 'client credentials work on your My Domain address only' })
    }
  })

/** Settings once checked. */
export type Settings = z.output<typeof settings>

/** The hosts these settings allow: where to sign in, and where the sign-in may send us. */
export function hosts(checked: Settings): string[] {
  const { sign_in: signIn, instance_url: instance } = checked
  const signedIn = signIn === undefined ? [] : [new URL(checked.login_url).host, ...checked.instance_hosts]
  return [...new Set([...signedIn, ...(instance === undefined ? [] : [new URL(instance).host])])]
}

/** Whose rights these settings let it be read with. */
export function credentials({ sign_in: signIn, instance_url: instance }: Settings): readonly CredentialsKind[] {
  return [...(signIn === undefined ? [] : (['service'] as const)), ...(instance === undefined ? [] : (['caller'] as const))]
}
