import { canonicalZone, defined, safeLink, type Duty, type Policy, type Pool, type StaticPerson } from '@cx-concierge/core'
import type { Fault, Path } from '../fault.ts'
import { didYouMean } from '../nearest.ts'
import type { PolicyParts } from './policy-parts.ts'

/** The parts of a policy that people.yaml holds. */
export interface CompiledPeople {
  readonly isPlaceholder: (email: string) => boolean
  readonly static: Policy['people']['static']
  readonly calendars: Policy['people']['calendars']
  readonly calendarOfZone: Policy['people']['calendarOfZone']
  readonly pools: ReadonlyMap<string, Pool>
  readonly duties: ReadonlyMap<string, Duty>
}

/** Makes people.yaml ready. */
export function compilePeople(parts: PolicyParts, faults: Fault[]): CompiledPeople {
  const { yaml, file } = parts.people
  const { company } = parts.access.file
  const mayShow = { emails: new Set(company.email_domains), links: new Set(company.link_hosts) }
  const checkEmail = (path: Path, email: string): void => {
    if (!mayShow.emails.has(email.slice(email.lastIndexOf('@') + 1)))
      faults.push(yaml.fault(path, `${email} is outside the company’s e-mail domains (access.yaml)`))
  }
  const checkLink = (path: Path, link: string | undefined): void => {
    if (link === undefined) return
    if (!mayShow.links.has(new URL(link).hostname))
      faults.push(yaml.fault(path, `leads to a host that is not among link_hosts of access.yaml`))
    else if (safeLink(link, mayShow.links) === undefined)
      faults.push(yaml.fault(path, 'would not be shown; write it plainly, without a port, a user or characters that are escaped in links'))
  }

  const calendars = new Map<string, ReadonlySet<string>>()
  const calendarOfZone = new Map<string, string>()
  for (const [name, calendar] of Object.entries(file.calendars)) {
    const place = calendar.public_holidays_of
    const holidays = place === undefined ? [] : parts.holidaysOf(place)
    if (!holidays) faults.push(yaml.fault(['calendars', name, 'public_holidays_of'], `the holidays of "${place}" are not known`))
    calendars.set(name, new Set([...calendar.days, ...(holidays ?? [])]))
    for (const [index, zone] of calendar.time_zones.entries()) {
      const canonical = canonicalZone(zone) ?? zone
      const other = calendarOfZone.get(canonical)
      if (other !== undefined)
        faults.push(yaml.fault(['calendars', name, 'time_zones', index], `${zone} already has the calendar ${other}`))
      calendarOfZone.set(canonical, name)
    }
  }

  const people = new Map<string, StaticPerson>()
  for (const [email, person] of Object.entries(file.people)) {
    const at = ['people', email]
    checkEmail(at, email)
    checkLink([...at, 'booking_url'], person.booking_url)
    if (person.calendar !== undefined && !calendars.has(person.calendar)) {
      faults.push(
        yaml.fault([...at, 'calendar'], `there is no calendar "${person.calendar}"`, {
          hint: didYouMean(person.calendar, [...calendars.keys()]),
        }),
      )
    }
    people.set(email.toLowerCase(), {
      email: email.toLowerCase(),
      name: person.name,
      ...defined('title', person.title),
      ...defined('timezone', person.time_zone),
      ...defined('calendar', person.calendar),
      ...defined('hours', person.hours),
      ...defined('bookingUrl', person.booking_url),
      ...defined('languages', person.languages),
    })
  }

  const pools = new Map<string, Pool>()
  for (const [id, pool] of Object.entries(file.pools)) {
    const at = ['pools', id]
    checkEmail([...at, 'email'], pool.email)
    checkLink([...at, 'booking_url'], pool.booking_url)
    pool.members.forEach((member, index) => checkEmail([...at, 'members', index], member))
    if (pool.show === 'member' && pool.members.length === 0)
      faults.push(yaml.fault(at, 'shows a member but has none', { hint: 'list members, or write show: team' }))
    if (pool.show === 'team' && pool.members.length > 0)
      faults.push(yaml.fault([...at, 'members'], 'are never shown, because the pool shows the team'))
    pools.set(id, {
      id,
      name: pool.name,
      show: pool.show,
      email: pool.email,
      members: pool.members,
      alwaysOn: pool.always_on,
      ...defined('bookingUrl', pool.booking_url),
    })
  }

  const listed = new Set(parts.named.people.map((email) => email.toLowerCase()))
  const duties = new Map<string, Duty>()
  for (const [id, duty] of Object.entries(file.duty)) {
    const regions = duty.shifts.map((shift) => shift.region)
    const who = [
      ...duty.shifts.map((shift, index) => ({ email: shift.who, path: ['duty', id, 'shifts', index, 'who'] })),
      ...duty.swaps.map((swap, index) => ({ email: swap.who, path: ['duty', id, 'swaps', index, 'who'] })),
    ]
    for (const { email, path } of who) {
      if (!listed.has(email))
        faults.push(
          yaml.fault(path, `${email} is not listed under people`, {
            hint: 'people on duty must be reachable even if every system is down',
          }),
        )
    }
    const known = Object.keys(parts.routing.file.regions)
    for (const [index, { region }] of duty.shifts.entries()) {
      if (known.length === 0 || known.includes(region)) continue
      const what = `no account is ever in the region "${region}", so this shift never comes first`
      faults.push(yaml.fault(['duty', id, 'shifts', index, 'region'], what, { hint: didYouMean(region, known) }))
    }
    for (const [index, swap] of duty.swaps.entries()) {
      const at = ['duty', id, 'swaps', index]
      if (!regions.includes(swap.region))
        faults.push(yaml.fault([...at, 'region'], `no shift has the region "${swap.region}"`, { hint: didYouMean(swap.region, regions) }))
      if (swap.to <= swap.from) faults.push(yaml.fault([...at, 'to'], 'is not after from'))
    }
    duties.set(id, {
      id,
      role: duty.role,
      choose: duty.choose,
      swaps: duty.swaps,
      shifts: duty.shifts.map((shift) => ({ region: shift.region, who: shift.who, hours: shift.when, timezone: shift.time_zone })),
    })
  }
  return { isPlaceholder: placeholderTest(file.not_real_people), static: people, calendars, calendarOfZone, pools, duties }
}

/** Addresses with `*` for anything, as one test. */
function placeholderTest(patterns: readonly string[]): (email: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')).map((pattern) => pattern.toLowerCase()))
  const open = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.toLowerCase().split('*'))
  return (email) => exact.has(email) || open.some((parts) => fitsParts(email, parts))
}

function fitsParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] as string
  const last = parts.at(-1) as string
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return from <= text.length - last.length
}
