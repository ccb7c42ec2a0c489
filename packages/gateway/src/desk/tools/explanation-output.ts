import { audiences, matches, statuses, topics } from '@cx-concierge/contract'
import { z } from 'zod'

const words = z.string().max(400)
const list = z.array(words).max(500)
const plain = z.union([words, z.number(), z.boolean(), z.null()])

const fact = z.strictObject({
  value: z.union([plain, z.array(plain).max(100)]).optional(),
  source: words.optional(),
  read_at: words.optional(),
  age_s: z.number().optional(),
  state: z.enum(['fresh', 'stale', 'empty', 'unknown']),
  lower_source: z.literal(true).optional(),
})

/** What `explain_routing` may say: how a decision came about, and nothing of the snapshot it was made of. */
export const explanationOutput = z.strictObject({
  decision_id: words,
  at: words,
  tool: words,
  status: z.enum(statuses),
  account_id: words.optional(),
  matched_by: z.enum(matches).optional(),
  topic: z.enum(topics).optional(),
  language: words.optional(),
  roles: list.optional(),
  audience: z.enum(audiences),
  config_change: words,
  decision: z.strictObject({ rule: words.nullable(), rule_label: words.optional(), step: words.nullable(), reason: words }),
  facts: z.record(words, fact),
  considered: z.array(z.strictObject({ step: words, who: words, source: words, verdict: words })).max(1000),
  skipped: z.array(z.tuple([words, words])).max(1000),
  undecided_rules: list,
  flags: list,
  stale: list,
  missing: list,
  audit: list,
  notice: words.optional(),
})
