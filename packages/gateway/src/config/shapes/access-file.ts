import { audiences, cardFields } from '@cx-concierge/contract'
import { z } from 'zod'
import { tokenAlgorithms } from '../../auth/jwt.ts'
import { hostName, httpsUrl, version } from './common.ts'

/** The tools this desk can offer. */
export const toolNames = ['get_escalation_contact', 'get_account_team', 'get_account_health', 'explain_routing'] as const

/** One of {@link toolNames}. */
export type ToolName = (typeof toolNames)[number]

const tool = z
  .strictObject({
    on: z.boolean().default(true),
    needs: z.array(z.string().regex(/^[a-z][a-z0-9._-]*$/, 'is not a scope such as cx.route')).min(1, 'a tool needs at least one scope'),
    audiences: z.array(z.enum(audiences)).min(1),
  })
  .optional()

const issuer = z
  .strictObject({
    issuer: z.url(),
    jwks_url: httpsUrl.optional(),
    jwks_file: z.string().min(1).optional(),
    algorithms: z.array(z.enum(tokenAlgorithms)).min(1),
  })
  .refine((value) => (value.jwks_url === undefined) !== (value.jwks_file === undefined), 'needs exactly one of jwks_url and jwks_file')

const pattern = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9][a-z0-9.-]*(?::\d{1,5})?$/, 'is not a host such as login.salesforce.com or *.my.salesforce.com')

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
  tokens: z.strictObject({
    audience: z.url().describe('This desk, as its callers know it.'),
    issuers: z.array(issuer).min(1).describe('Whose access tokens are believed.'),
  }),
  served_as: z.array(hostName).min(1).describe('Host names under which this desk is called.'),
  tools: z
    .strictObject(Object.fromEntries(toolNames.map((name) => [name, tool])) as Record<ToolName, typeof tool>)
    .describe('Who may use what. A tool that is not listed is off.'),
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
