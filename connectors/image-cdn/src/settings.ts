import { isSafeScheme, secret } from '@cx-concierge/connector-kit'
import { z } from 'zod'
import { addressTemplate, written } from './mapping.ts'

const emailHash = '{email_hash}'
const signature = '{signature}'

/** What is wrong with the address of a picture, or `undefined`: the placeholder belongs once into the path, never elsewhere. */
function problemIn(template: string): string | undefined {
  const url = URL.parse(template.replaceAll(/[{}]/g, ''))
  if (url === null || !isSafeScheme(url)) return 'must be an https address'
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'must hold no user name, password or #fragment'
  const [beforePath] = /^\w+:\/\/[^/?#]*/.exec(template) ?? ['']
  const inPath = template.split('?')[0]?.slice(beforePath.length) ?? ''
  if (beforePath.includes('{') || !inPath.includes(emailHash)) return `must hold ${emailHash} in its path`
  const rest = template.replace(emailHash, '').replace(signature, '')
  if (/[{}]/.test(rest)) return `may hold ${emailHash} and ${signature} once, and no other placeholder`
  return isWritable(template) ? undefined : 'must have no empty, relative or wrongly encoded part in its path'
}

function isWritable(template: string): boolean {
  try {
    return written(addressTemplate(template)('0')) !== ''
  } catch {
    return false
  }
}

function template(description: string) {
  return z
    .string()
    .superRefine((text, context) => {
      const message = problemIn(text)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .describe(description)
}

const validFor = z
  .string()
  .regex(/^[1-9]\d{0,4}[smh]$/, 'must be a time such as 15m')
  .default('15m')
  .describe('how long a signed address works at least (s, m or h); it works at most twice as long')

const signing = z.discriminatedUnion('with', [
  z.strictObject({
    with: z.literal('cloudfront').describe('Amazon CloudFront, canned policy'),
    key_pair_id: z.string().regex(/^\w+$/).describe('id of the public key in the key group'),
    private_key: secret('the private key (PEM) to that public key'),
    valid_for: validFor,
  }),
  z.strictObject({
    with: z.literal('imgix').describe('imgix'),
    token: secret('the secure URL token of the source'),
    valid_for: validFor,
  }),
  z.strictObject({
    with: z.literal('cloudinary').describe('Cloudinary; the address must hold {signature} where the signature belongs'),
    api_secret: secret('the API secret of the product environment'),
  }),
])

/** What an image CDN connection needs to be told. */
export const settings = z
  .strictObject({
    url: template('address of a picture as people see it, such as https://img.northwind.example/people/{email_hash}.jpg'),
    probe_url: template('address at which to look whether the picture exists; the same as url when not said').optional(),
    hash: z
      .strictObject({ length: z.int().min(12).max(64).default(16).describe('how many hex digits of SHA-256 of the lower-case e-mail') })
      .prefault({})
      .describe('how {email_hash} is made'),
    signing: signing.optional().describe('how addresses are signed, where the CDN asks for it'),
  })
  .superRefine(({ url, probe_url: probeUrl, signing: chosen }, context) => {
    const wanted = chosen?.with === 'cloudinary' ? 2 : 1
    for (const [name, text] of Object.entries({ url, probe_url: probeUrl })) {
      if (text !== undefined && text.split(signature).length !== wanted) {
        context.addIssue({ code: 'custom', path: [name], message: `${signature} belongs into the address with cloudinary, and only there` })
      }
    }
  })

/** Settings after the defaults were filled in. */
export type Settings = z.output<typeof settings>

/** How addresses are signed. */
export type Signing = z.output<typeof signing>
