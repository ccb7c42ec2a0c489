import { cardFields } from '@cx-concierge/contract'
import { z } from 'zod'
import { auditBlock } from './audit-block.ts'
import { hostName, hostWithPort, version } from './common.ts'
import { metricsBlock } from './metrics-block.ts'
import { tokensBlock } from './tokens-block.ts'
import { ratesBlock } from './rates-block.ts'
import { sharedCacheBlock } from './shared-cache-block.ts'
import { scopesBlock, toolsBlock } from './tools-block.ts'

const pattern = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/, 'is not a host such as login.salesforce.com or *.my.salesforce.com')
const nameOrPattern = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9][a-z0-9.-]*$/, 'is not a host name such as crm.internal.example or *.internal.example; write it without a port')

/** access.yaml */
export const accessFile = z.strictObject({
  version,
  company: z.strictObject({
    name: z.string().min(1).max(80),
    email_domains: z.array(hostName).min(1).describe('An address outside these is never shown.'),
    link_hosts: z.array(hostName).default([]).describe('Booking links may lead here and nowhere else.'),
    image_hosts: z.array(hostName).default([]).describe('Pictures may come from here and nowhere else.'),
  }),
  backend_hosts: z.record(z.string(), z.array(pattern).min(1)).describe('The hosts each connector may talk to.'),
  private_hosts: z
    .array(nameOrPattern)
    .default([])
    .describe(
      'Those of backend_hosts that stand in your own network. A host that is not listed here is not talked to when its name leads to a private address.',
    ),
  tokens: tokensBlock,
  served_as: z
    .array(hostWithPort)
    .min(1)
    .describe(
      'Hosts under which this desk is called. A port is only needed where it is neither that of http or https nor the one it listens on.',
    ),
  scopes: scopesBlock.describe('What tokens may carry, and which scope covers which.'),
  tools: toolsBlock.describe('Who may use what. A tool that is not listed is off.'),
  rates: ratesBlock.describe('How much one may ask before having to wait.'),
  shared_cache: sharedCacheBlock
    .optional()
    .describe('What replicas share; needed when there is more than one, and read when CACHE_URL is set.'),
  audit: auditBlock.prefault({}).describe('What becomes of the record of calls.'),
  metrics: metricsBlock.prefault({}).describe('Who may read the numbers of this desk.'),
  cards: z
    .strictObject({
      show: z
        .array(z.enum(cardFields as [string, ...string[]]))
        .min(1)
        .describe('Fields a card may have.'),
      never: z.array(z.string()).default([]).describe('Fields that must never be shown; a check that show does not grow by accident.'),
    })
    .refine(({ show, never }) => !show.some((field) => never.includes(field)), 'shows a field that is listed under never'),
})

/** access.yaml, read. */
export type AccessFile = z.output<typeof accessFile>
