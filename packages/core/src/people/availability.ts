import type { Availability, CoverageRecord } from '@cx-concierge/contract'
import type { Run } from '../run.ts'
import { isOpen, nextOpening, type IsDayOff } from '../time/hours.ts'
import { canonicalZone, inZone, toOffsetText } from '../time/zone.ts'
import { zoneOf, type Person } from './person.ts'

/** Whether somebody is at work now, by their own hours, holidays and leave; and otherwise when they are back. */
export function availabilityOf(run: Run, person: Person): Availability {
  const zone = zoneOf(person)
  const at = zone === undefined ? undefined : inZone(run.now, zone)
  if (at === undefined) return isOnLeave(run, person) ? { state: 'out_of_office' } : { state: 'unknown' }
  const hours = person.static?.hours ?? run.policy.people.defaultHours
  const isHoliday = holidaysOf(run, person, at.timeZoneId)
  const leave = leaveOf(person)
  const isOff: IsDayOff = (day) => isHoliday(day) || (leave !== undefined && within(leave, day))
  const today = at.toPlainDate().toString()
  if (isOpen(hours, at, isOff)) return leaveIsUnknown(person) ? { state: 'unknown' } : { state: 'available' }
  const next = nextOpening(hours, at, isOff)
  const back = next === undefined ? {} : { next_available_at: toOffsetText(next) }
  if (leave !== undefined && within(leave, today)) return { state: 'out_of_office', ...back }
  return { state: isHoliday(today) ? 'holiday' : 'out_of_hours', ...back }
}

/** Whether it could not be read if they are away. */
export const leaveIsUnknown = (person: Pick<Person, 'coverage'>): boolean =>
  person.coverage === 'unknown' || (person.coverage?.rejected?.includes('out_of_office') ?? false)

/** Whether they are away today, in their own zone (in UTC when no zone is known). */
export function isOnLeave(run: Run, person: Person): boolean {
  const leave = leaveOf(person)
  if (leave === undefined) return false
  const at = inZone(run.now, zoneOf(person) ?? 'UTC')
  return at !== undefined && within(leave, at.toPlainDate().toString())
}

/** Days off in the person's calendar: their own, or the one that goes with their time zone. */
export function holidaysOf(run: Run, person: Person, zone: string): IsDayOff {
  const { calendars, calendarOfZone } = run.policy.people
  const name = person.static?.calendar ?? calendarOfZone.get(canonicalZone(zone) ?? zone)
  const days = name === undefined ? undefined : calendars.get(name)
  return (day) => days?.has(day) ?? false
}

function leaveOf(person: Person): Pick<CoverageRecord, 'outFrom' | 'outUntil'> | undefined {
  const { coverage } = person
  if (coverage === 'unknown' || coverage === undefined) return undefined
  return coverage.outFrom === undefined && coverage.outUntil === undefined ? undefined : coverage
}

const within = (leave: Pick<CoverageRecord, 'outFrom' | 'outUntil'>, day: string): boolean =>
  (leave.outFrom === undefined || day >= leave.outFrom) && (leave.outUntil === undefined || day <= leave.outUntil)
