import { z } from 'zod'
import { duration } from '../duration.ts'
import { id, version } from './common.ts'
import { perTime } from '../per-time.ts'

const lookups = ['accounts', 'accountsByNumber', 'accountsByContact', 'accountsByDomain', 'people', 'coverage', 'headshots'] as const

const quota = perTime('a number of calls', '80/minute or 40000/day')

const openWhen = z
  .string()
  .regex(/^\d{1,3}% of \d+ calls fail$/, 'is not a threshold; write it like "50% of 20 calls fail"')
  .transform((text) => {
    const [percent, calls] = text.match(/\d+/g) as [string, string]
    return { openAtPercent: Number(percent), ofCalls: Number(calls) }
  })
  .refine(
    ({ openAtPercent, ofCalls }) => openAtPercent >= 1 && openAtPercent <= 100 && ofCalls >= 2,
    'needs 1 to 100 percent of at least 2 calls',
  )

const exchange = z
  .strictObject({
    audience: z.string().min(1).optional().describe('This system, as the issuer of callers’ tokens calls it.'),
    resource: z.url().optional().describe('Or its address (RFC 8707).'),
    scope: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not a scope'))
      .default([])
      .describe('What the token must allow.'),
  })
  .refine(({ audience, resource }) => audience !== undefined || resource !== undefined, 'needs audience or resource')
  .describe('With read_as: caller: which token callers’ tokens are exchanged for (RFC 8693).')

const connector = z.strictObject({
  use: z.string().min(1).describe('The connector: a short name such as salesforce, or a package.'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('What this connector must be told; its README lists the keys.'),
  read_as: z
    .enum(['service', 'caller'])
    .default('service')
    .describe('With whose rights it is read: those of its own sign-in, or each caller’s own.'),
  exchange: exchange.optional(),
  timeout: duration('How long one request may take.').prefault('1500ms'),
  calls: z.array(quota).default([]).describe('How many requests may go out, such as 80/minute. Never more than the vendor allows.'),
  at_once: z.number().int().min(1).max(200).optional().describe('How many requests may run at the same time.'),
  refresh: z
    .strictObject(
      Object.fromEntries(
        lookups.map((name) => [name, duration(`How long answers about ${name} are as good as live.`).optional()]),
      ) as Record<(typeof lookups)[number], z.ZodOptional<z.ZodType<number, string>>>,
    )
    .prefault({})
    .describe(
      'How long answers are as good as live, where that differs from the freshness of facts. Single keys are read again after half of it or later, so that they do not all come at once.',
    ),
  breaker: z
    .strictObject({
      open_when: openWhen.describe('From when on it is left alone, such as "50% of 20 calls fail" (within ten seconds).'),
      try_again_after: duration('How long it is left alone.'),
    })
    .prefault({ open_when: '50% of 20 calls fail', try_again_after: '30s' })
    .describe('When to leave a failing system alone.'),
})

/** connectors.yaml */
export const connectorsFile = z.strictObject({
  version,
  connectors: z.record(id, connector).describe('The systems to ask, by the name they have in all four files.'),
})

/** connectors.yaml, read. */
export type ConnectorsFile = z.output<typeof connectorsFile>
