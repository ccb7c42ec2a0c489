import { canonicalZone, inZone, isOpen, type Duty, type Policy } from '@cx-concierge/core'
import type { Fault } from '../fault.ts'
import type { YamlFile } from '../yaml-file.ts'

const lookAheadMs = 14 * 86_400_000
const stepMs = 15 * 60_000
const mostShown = 3

/** Times in the next two weeks at which nobody is on a roster. A warning: the last resort answers then. */
export function dutyGaps(yaml: YamlFile, policy: Policy, now: number): Fault[] {
  return [...policy.duties.values()].flatMap((duty) => {
    const gaps = gapsOf(duty, policy, Math.floor(now / stepMs) * stepMs)
    if (gaps.length === 0) return []
    const shown = gaps.slice(0, mostShown).map(({ from, to }) => `${moment(from)} to ${moment(to)}`)
    const more = gaps.length > mostShown ? ` and ${gaps.length - mostShown} more` : ''
    return [
      yaml.fault(['duty', duty.id, 'shifts'], `nobody is on duty ${shown.join(', ')}${more} (UTC, next 14 days)`, {
        severity: 'warning',
        hint: 'the last resort answers then; add a shift or a swap if that is not meant',
      }),
    ]
  })
}

function gapsOf(duty: Duty, policy: Policy, start: number): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = []
  for (let at = start; at < start + lookAheadMs; at += stepMs) {
    if (someoneIsOn(duty, policy, at)) continue
    const last = gaps.at(-1)
    if (last && last.to === at) last.to = at + stepMs
    else gaps.push({ from: at, to: at + stepMs })
  }
  return gaps
}

function someoneIsOn(duty: Duty, policy: Policy, at: number): boolean {
  return duty.shifts.some((shift) => {
    const local = inZone(at, shift.timezone)
    if (!local) return false
    if (duty.swaps.some((swap) => swap.region === shift.region && at >= swap.from && at < swap.to))
      return isOpen(shift.hours, local, () => false)
    const person = policy.people.static.get(shift.who)
    const calendar = person?.calendar ?? policy.people.calendarOfZone.get(canonicalZone(person?.timezone ?? shift.timezone) ?? '')
    const days = calendar === undefined ? undefined : policy.people.calendars.get(calendar)
    return isOpen(shift.hours, local, (day) => days?.has(day) ?? false)
  })
}

const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
