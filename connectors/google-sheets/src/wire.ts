import { z } from 'zod'

/** One cell, unformatted: a text, a number (dates are numbers too) or a tick. */
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** What a cell holds. */
export type Cell = z.output<typeof cell>

/** The cells of some ranges. Trailing empty rows and cells are left out, and an empty range has no `values` at all. */
export const valueRanges = z.object({ valueRanges: z.array(z.object({ values: z.array(z.array(cell)).nullish() })) })

/** An error as Google's APIs word it (google.rpc.Status over JSON). */
export const apiError = z.object({ error: z.object({ status: z.string().nullish(), message: z.string().nullish() }) })

/** An error of the token endpoint (RFC 6749 §5.2). */
export const tokenError = z.object({ error: z.string() })
