/** The moment in a zone, or `undefined` when the zone is not an IANA time zone. */
export function inZone(epochMs: number, zone: string): Temporal.ZonedDateTime | undefined {
  const known = recent.get(zone)
  if (known && known.epochMilliseconds === epochMs) return known
  try {
    const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone)
    if (recent.size > most) recent.clear()
    recent.set(zone, at)
    return at
  } catch {
    return undefined
  }
}

/** One name for every zone, whichever of its names was given (`Asia/Calcutta`, `Asia/Kolkata`); `undefined` for what is no zone. */
export function canonicalZone(zone: string): string | undefined {
  if (canonical.has(zone)) return canonical.get(zone)
  if (canonical.size > most) canonical.clear()
  const known = zoneShape.test(zone) ? resolved(zone) : undefined
  canonical.set(zone, known)
  return known
}

function resolved(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

// offsets such as +02:00 are no zones: they know no summer time
const zoneShape = /^[A-Za-z][A-Za-z0-9_+/-]{1,59}$/
const canonical = new Map<string, string | undefined>()

/** ISO 8601 with the zone's own offset, seconds precision: `2026-11-24T09:00:00+09:00`. */
export const toOffsetText = (at: Temporal.ZonedDateTime): string => at.toString({ timeZoneName: 'never', smallestUnit: 'second' })

const most = 600
const recent = new Map<string, Temporal.ZonedDateTime>()
