import { parseComparison, type Step } from '@cx-concierge/core'
import { z } from 'zod'
import { duration } from '../duration.ts'
import { hostName, id, version } from './common.ts'

const step: z.ZodType<Step, string> = z
  .string()
  .transform((text, context): Step => {
    const match = /^(role|pool|duty|person)\s+(\S+)$/.exec(text.trim())
    const [, kind, name] = match ?? []
    if (kind === 'role' && name) return { kind, role: name, text: text.trim() }
    if (kind === 'pool' && name) return { kind, pool: name, text: text.trim() }
    if (kind === 'duty' && name) return { kind, duty: name, text: text.trim() }
    if (kind === 'person' && name) return { kind, email: name.toLowerCase(), text: text.trim() }
    context.addIssue({ code: 'custom', message: `"${text}" is no link of a chain; write role NAME, pool NAME, duty NAME or person E-MAIL` })
    return z.NEVER
  })
  .describe('role NAME, pool NAME, duty NAME or person E-MAIL.')

const wanted = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()])).min(1)])

const when = z
  .strictObject({
    'account.name': wanted.optional(),
    'account.status': wanted.optional(),
    'account.segment': wanted.optional(),
    'account.arr': wanted.optional(),
    'account.country': wanted.optional(),
    'account.region': wanted.optional(),
    'account.lifecycle': wanted.optional(),
    'account.tags': wanted.optional(),
    topic: wanted.optional(),
    language: wanted.optional(),
    audience: wanted.optional(),
  })
  .describe('All of these must fit: a word, any of several words, "has TAG", "not WORD" or ">= NUMBER".')

const rule = z.strictObject({
  id,
  label: z.string().min(1).max(120).describe('What the rule is for, in a sentence.'),
  when: when.optional(),
  if: z.string().min(1).max(500).optional().describe('A condition in CEL (cel.dev) over account, topic, language and audience.'),
  need: z.enum(['at_work_now']).optional().describe('at_work_now: only somebody who is at work right now.'),
  send_to: z.array(step).min(1, 'leads to nobody; name at least one link').describe('Tried from left to right.'),
})

const fact = (origins: readonly [string, ...string[]] | undefined): z.ZodType<FactFile> =>
  z.strictObject({
    from: z
      .array(z.string().min(1))
      .min(1)
      .describe(`Who is believed, best first: names of connectors${origins ? `, ${origins.join(', ')}` : ''}.`),
    means: z.record(z.string(), z.array(z.string())).default({}).describe('Our word for each of the systems’ words.'),
  })

interface FactFile {
  readonly from: readonly string[]
  readonly means: Readonly<Record<string, readonly string[]>>
}

/** An answer names them all, and must stay short. */
const mostRoles = 12

const ages = z.strictObject({
  fresh_for: duration('As good as live.'),
  usable_for: duration('Shown, but labelled old; older than that it is unknown.'),
})

const comparison = z.string().transform((text, context) => {
  try {
    return parseComparison(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

/** routing.yaml */
export const routingFile = z.strictObject({
  version,
  change: z
    .strictObject({ id: z.string().min(1).max(60), note: z.string().max(200).optional(), approved_by: z.string().max(80).optional() })
    .describe('Which change this is; its id is kept with every decision.'),
  rules: z.array(rule).min(1).describe('Read from top to bottom; the first that fits wins.'),
  last_resort: step.describe('A pool that is always on.'),
  when_systems_are_down: z.array(step).default([]).describe('Whom to name when no account can be read; then the last resort.'),
  when_somebody_is_away: z
    .strictObject({
      out_of_office: z.enum(['use_backup', 'next_step', 'keep_and_say_when']).default('use_backup'),
      out_of_hours: z.enum(['keep_and_say_when', 'next_step']).default('keep_and_say_when'),
      holiday: z.enum(['keep_and_say_when', 'next_step']).default('keep_and_say_when'),
    })
    .prefault({}),
  facts: z
    .strictObject({
      'account.name': fact(undefined).optional(),
      'account.status': fact(undefined).optional(),
      'account.segment': fact(['parent', 'by_arr']).optional(),
      'account.arr': fact(undefined).optional(),
      'account.country': fact(['parent']).optional(),
      'account.lifecycle': fact(['parent']).optional(),
      'account.tags': fact(['parent']).optional(),
      'health.score': fact(undefined).optional(),
    })
    .describe('Which system is believed for which fact; the first usable value wins.'),
  roles: z
    .record(
      id.max(40, 'is longer than 40 characters'),
      z.strictObject({
        from: z
          .array(
            z.string().regex(/^\S+ .+$/, 'is not a place of a role; write CONNECTOR and its word for the role, such as "salesforce owner"'),
          )
          .min(1),
        inherit_from_parent: z.boolean().default(false),
      }),
    )
    .refine((roles) => Object.keys(roles).length <= mostRoles, `has more than ${mostRoles} roles`)
    .describe('Who holds which role: a connector and its word for the role, best first.'),
  people_details: z.strictObject({ from: z.array(z.string()).min(1) }).describe('Which system’s names and titles are believed.'),
  segments_by_arr: z
    .record(z.string(), z.number().min(0))
    .default({})
    .describe('Segments by annual recurring revenue: at least this much.'),
  regions: z
    .record(z.string(), z.array(z.string().regex(/^[A-Z]{2}$/, 'is not a country code such as DE')))
    .default({})
    .describe('Countries by region.'),
  freshness: z
    .strictObject({
      default: ages,
      'account.status': ages.optional(),
      'account.segment': ages.optional(),
      'account.arr': ages.optional(),
      'account.country': ages.optional(),
      'account.lifecycle': ages.optional(),
      'account.tags': ages.optional(),
      'health.score': ages.optional(),
      roles: ages.optional().describe('Who holds which role.'),
    })
    .describe('How old facts may be.'),
  health: z.strictObject({ at_risk: comparison, healthy: comparison }).optional().describe('What a health score means.'),
  identify: z
    .strictObject({
      account_ids_of: z.string().describe('The connector whose ids are the company’s account ids.'),
      by_email: z.array(z.enum(['contact_email', 'email_domain'])).default(['contact_email', 'email_domain']),
      ignore_domains: z
        .array(z.union([z.literal('free-mail'), hostName]))
        .default(['free-mail'])
        .describe('free-mail: the kept list of providers.'),
      several_in_one_family: z.enum(['use_top_parent', 'ask']).default('use_top_parent'),
      prefer_active: z.boolean().default(true),
    })
    .describe('How the account is recognised.'),
})

/** routing.yaml, read. */
export type RoutingFile = z.output<typeof routingFile>
