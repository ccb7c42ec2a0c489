type Library = typeof import('date-holidays').default

const yearsAhead = 2
const dayMs = 86_400_000

/**
 * Public holidays by country or state, from the `date-holidays` tables. The library is large, so it is loaded only when
 * a calendar asks for it.
 */
export async function loadHolidays(places: readonly string[], now: number): Promise<(place: string) => readonly string[] | undefined> {
  if (places.length === 0) return () => undefined
  const Holidays: Library = (await import('date-holidays')).default
  const known = new Map<string, readonly string[] | undefined>()
  const thisYear = new Date(now).getUTCFullYear()
  for (const place of new Set(places)) {
    const [country = '', state = '', region = ''] = place.split('-')
    const table = new Holidays(country, state, region)
    const isPlace = table.getCountries()[country] !== undefined && (state === '' || table.getStates(country)?.[state] !== undefined)
    if (!isPlace) {
      known.set(place, undefined)
      continue
    }
    const days: string[] = []
    for (let year = thisYear; year <= thisYear + yearsAhead; year += 1) {
      for (const holiday of table.getHolidays(year) ?? []) if (holiday.type === 'public') days.push(...daysOf(holiday))
    }
    known.set(place, days.length > 0 ? days : undefined)
  }
  return (place) => known.get(place)
}

/** Every day of a holiday, in the place's own calendar; some last several. */
function daysOf({ date, start, end }: { readonly date: string; readonly start: Date; readonly end: Date }): readonly string[] {
  const first = Temporal.PlainDate.from(date.slice(0, 10))
  const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs))
  return Array.from({ length: count }, (_, index) => first.add({ days: index }).toString())
}
