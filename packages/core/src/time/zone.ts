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

/** ISO 8601 with the zone's own offset, seconds precision: `2026-11-24T09:00:00+09:00`. */
export const toOffsetText = (at: Temporal.ZonedDateTime): string => at.toString({ timeZoneName: 'never', smallestUnit: 'second' })

const most = 600
const recent = new Map<string, Temporal.ZonedDateTime>()
