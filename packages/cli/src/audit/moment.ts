import { InvalidArgumentError } from 'commander'

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

// the parser would also take a bare number, and half a dozen other ways of writing, for a date
const written = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/

/** A moment as people write it, in epoch milliseconds: `2026-11-20`, `2026-11-20T15:00Z`, or so long ago: `30m`, `24h`, `7d`. */
export function moment(text: string): number {
  const ago = /^(\d+)([mhd])$/.exec(text)
  const at = ago ? Date.now() - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs] : Date.parse(written.test(text) ? text : '')
  if (Number.isNaN(at)) throw new InvalidArgumentError('write a moment like 2026-11-20, 2026-11-20T15:00Z, or 24h for a day ago')
  return at
}
