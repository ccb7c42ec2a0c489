import { cleanText, languageTag, type TextKind } from '@cx-concierge/core'
import { z } from 'zod'
import { day, email, hours, httpsUrl, id, timeZone, version } from './common.ts'

const calendar = z.strictObject({
  time_zones: z.array(timeZone).default([]).describe('People in these time zones have this calendar.'),
  days: z.array(day).default([]).describe('Days off, such as 2026-12-25.'),
  public_holidays_of: z
    .string()
    .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3}){0,2}$/, 'is not a country or state; write it like JP or US-NY')
    .optional()
    .describe('Adds the public holidays of a country (JP) or state (US-NY).'),
})

/** A text that goes out as it stands here, and therefore must be one that may. */
const shown = (kind: TextKind, most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => {
      const cleaned = cleanText(text, kind)
      return cleaned.ok && cleaned.text === text
    }, 'would not be shown; it has characters, a link or an order that no name or title has')

const person = z.strictObject({
  name: shown('name', 80),
  title: shown('title', 100).optional(),
  time_zone: timeZone.optional(),
  calendar: id.optional().describe('A calendar other than the one of the time zone.'),
  hours: hours.optional().describe('Their own hours, such as Mon-Fri 08:00-18:00.'),
  booking_url: httpsUrl.optional(),
  languages: z.array(z.string().regex(languageTag, 'is not a language tag such as en or pt-BR')).optional(),
})

const pool = z.strictObject({
  name: shown('company', 80).describe('What customers see.'),
  show: z.enum(['team', 'member']).describe('team: the shared desk. member: one colleague, always the same for the same account.'),
  email,
  booking_url: httpsUrl.optional(),
  members: z.array(email).default([]),
  always_on: z.boolean().default(false).describe('Somebody answers at any hour.'),
})

const moment = z
  .string()
  .transform((text, context) => {
    const at = Date.parse(text)
    if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && /(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(at)) return at
    context.addIssue({ code: 'custom', message: `"${text}" is not a moment; write it like 2026-11-24T13:00Z` })
    return z.NEVER
  })
  .describe('A moment such as 2026-11-24T13:00Z.')

const duty = z.strictObject({
  role: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is not a role; use lower-case letters, digits and _')
    .describe('The role on the card.'),
  choose: z.enum(['account_region_first', 'listed_order']).default('account_region_first'),
  shifts: z
    .array(
      z.strictObject({ region: z.string().min(1), who: email, when: hours.describe('Such as Mon-Fri 08:00-18:00.'), time_zone: timeZone }),
    )
    .min(1),
  swaps: z.array(z.strictObject({ region: z.string().min(1), who: email, from: moment, to: moment })).default([]),
})

/** people.yaml */
export const peopleFile = z.strictObject({
  version,
  working_hours: hours.describe('Hours of everybody who has none of their own, in their own time zone.'),
  not_real_people: z.array(z.string().min(3)).default([]).describe('Addresses that are no person; * stands for anything.'),
  inactive_anywhere_means_inactive: z.boolean().default(true).describe('Gone in one system is gone in all.'),
  calendars: z.record(id, calendar).default({}).describe('Days off.'),
  people: z.record(email, person).default({}).describe('People who must be reachable even if every system is down, by work e-mail.'),
  pools: z.record(id, pool).describe('Shared desks and colleagues who share accounts.'),
  duty: z.record(id, duty).default({}).describe('Duty rosters.'),
})

/** people.yaml, read. */
export type PeopleFile = z.output<typeof peopleFile>
