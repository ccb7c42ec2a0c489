/** A stretch of a working day. Minutes since midnight; `to` beyond 1,440 runs into the next day. */
interface Span {
  /** ISO weekdays, Monday is 1. */
  readonly days: ReadonlySet<number>
  readonly from: number
  readonly to: number
}

/** Weekly working hours in somebody's own time zone. */
export interface Hours {
  readonly spans: readonly Span[]
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const minutesPerDay = 1440
const farthestDays = 60

/** Open at every moment. */
export const always: Hours = { spans: [{ days: new Set([1, 2, 3, 4, 5, 6, 7]), from: 0, to: minutesPerDay }] }

/**
 * Reads `Mon-Fri 09:00-17:00`, several stretches separated by commas, or `always`. An end before its start runs past
 * midnight. Throws an `Error` whose message says what is wrong.
 */
export function parseHours(text: string): Hours {
  if (text.trim().toLowerCase() === 'always') return always
  return { spans: text.split(',').map(parseSpan) }
}

function parseSpan(text: string): Span {
  const match = /^\s*([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/i.exec(text)
  if (!match) throw new Error(`"${text.trim()}" is not a time in the week; write it like "Mon-Fri 09:00-17:00"`)
  const first = weekday(match[1] as string)
  const last = match[2] === undefined ? first : weekday(match[2])
  const days = new Set<number>()
  for (let day = first; ; day = (day % 7) + 1) {
    days.add(day)
    if (day === last) break
  }
  const from = minutes(match[3] as string, match[4] as string)
  const to = minutes(match[5] as string, match[6] as string)
  if (from === minutesPerDay) throw new Error(`"${text.trim()}" starts at the end of the day; write 00:00 of the next`)
  if (from === to) throw new Error(`"${text.trim()}" starts and ends at the same time`)
  return { days, from, to: to > from ? to : to + minutesPerDay }
}

function weekday(word: string): number {
  const index = weekdays.indexOf(word.toLowerCase())
  if (index < 0) throw new Error(`"${word}" is not a day; use Mon, Tue, Wed, Thu, Fri, Sat or Sun`)
  return index + 1
}

function minutes(hour: string, minute: string): number {
  const total = Number(hour) * 60 + Number(minute)
  if (Number(minute) > 59 || total > minutesPerDay) throw new Error(`"${hour}:${minute}" is not a time of day`)
  return total
}

/** Tells of a day, `YYYY-MM-DD`, whether nobody works on it. */
export type IsDayOff = (day: string) => boolean

/** Whether the moment lies within the hours. A stretch that runs past midnight belongs to the day it started on. */
export function isOpen(hours: Hours, at: Temporal.ZonedDateTime, isDayOff: IsDayOff): boolean {
  const minute = at.hour * 60 + at.minute
  const today = at.dayOfWeek
  const yesterday = today === 1 ? 7 : today - 1
  for (const span of hours.spans) {
    if (span.days.has(today) && minute >= span.from && minute < span.to) {
      if (!isDayOff(at.toPlainDate().toString())) return true
    }
    if (span.to > minutesPerDay && span.days.has(yesterday) && minute + minutesPerDay < span.to) {
      if (!isDayOff(at.toPlainDate().subtract({ days: 1 }).toString())) return true
    }
  }
  return false
}

/** The next moment, after this one, at which a stretch begins; `undefined` when there is none within two months. */
export function nextOpening(hours: Hours, at: Temporal.ZonedDateTime, isDayOff: IsDayOff): Temporal.ZonedDateTime | undefined {
  let day = at.toPlainDate()
  for (let ahead = 0; ahead <= farthestDays; ahead += 1, day = day.add({ days: 1 })) {
    if (isDayOff(day.toString())) continue
    let best: Temporal.ZonedDateTime | undefined
    for (const span of hours.spans) {
      if (!span.days.has(day.dayOfWeek)) continue
      const opening = day.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: clockTime(span.from) })
      if (Temporal.ZonedDateTime.compare(opening, at) <= 0) continue
      if (!best || Temporal.ZonedDateTime.compare(opening, best) < 0) best = opening
    }
    if (best) return best
  }
  return undefined
}

const clockTime = (minute: number): Temporal.PlainTime => new Temporal.PlainTime(Math.floor(minute / 60) % 24, minute % 60)
