import { z } from 'zod'

/** The Team Member Profile: the only thing about a colleague, or a shared desk, that may leave. An allow-list. */
export const Card = z.strictObject({
  kind: z.enum(['person', 'team']),
  name: z.string().min(1).max(80),
  title: z.string().max(100).optional(),
  role: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
  booking_url: z.string().max(512).optional(),
  headshot_url: z.string().max(1024).optional(),
  timezone: z.string().max(60).optional(),
  languages: z.array(z.string().max(35)).max(10).optional(),
})

/** See the schema of the same name. */
export type Card = z.infer<typeof Card>

/** Every field a card can have; `cards.show` in the configuration picks from these. */
export const cardFields = Object.keys(Card.shape) as readonly (keyof Card)[]

/** Whether the contact can be reached now, and otherwise when. `unknown` is never shown as available. */
export const Availability = z.strictObject({
  state: z.enum(['available', 'out_of_hours', 'holiday', 'out_of_office', 'unknown']),
  /** ISO 8601 in the contact's own offset. */
  next_available_at: z.string().optional(),
})

/** See the schema of the same name. */
export type Availability = z.infer<typeof Availability>
