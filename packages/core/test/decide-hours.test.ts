import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { always, inZone, isOpen, nextOpening, parseHours } from '../src/index.ts'
import { at } from './support/time.ts'

const never = () => false
const moment = (iso: string, zone: string) => {
  const found = inZone(at(iso), zone)
  if (!found) throw new Error(`no such zone: ${zone}`)
  return found
}
const open = (text: string, iso: string, zone: string, isOff = never as (day: string) => boolean) =>
  isOpen(parseHours(text), moment(iso, zone), isOff)
const opens = (text: string, iso: string, zone: string, isOff = never as (day: string) => boolean) =>
  nextOpening(parseHours(text), moment(iso, zone), isOff)?.toString({ timeZoneName: 'never' })

describe('weekly hours', () => {
  it.each([
    ['2026-11-20T08:59:59Z', false],
    ['2026-11-20T09:00:00Z', true],
    ['2026-11-20T16:59:59Z', true],
    ['2026-11-20T17:00:00Z', false],
    ['2026-11-21T12:00:00Z', false],
    ['2026-11-22T12:00:00Z', false],
    ['2026-11-23T12:00:00Z', true],
  ])('hold from their first minute to just before their last: %s', (iso, isIt) => {
    expect(open('Mon-Fri 09:00-17:00', iso, 'Europe/London')).toBe(isIt)
  })

  it('are in the person’s own zone', () => {
    expect(open('Mon-Fri 09:00-17:00', '2026-11-20T15:00:00Z', 'America/New_York')).toBe(true)
    expect(open('Mon-Fri 09:00-17:00', '2026-11-20T15:00:00Z', 'Asia/Tokyo')).toBe(false)
  })

  it('may have several stretches', () => {
    const text = 'Mon-Thu 08:00-12:00, Mon-Thu 13:00-17:00, Fri 08:00-12:00'
    expect(open(text, '2026-11-19T12:30:00Z', 'Europe/London')).toBe(false)
    expect(open(text, '2026-11-19T13:30:00Z', 'Europe/London')).toBe(true)
    expect(open(text, '2026-11-20T13:30:00Z', 'Europe/London')).toBe(false)
    expect(opens(text, '2026-11-19T12:30:00Z', 'Europe/London')).toBe('2026-11-19T13:00:00+00:00')
  })

  it('may run round the weekend', () => {
    expect(open('Sat-Mon 09:00-17:00', '2026-11-22T12:00:00Z', 'Europe/London')).toBe(true)
    expect(open('Sat-Mon 09:00-17:00', '2026-11-24T12:00:00Z', 'Europe/London')).toBe(false)
  })

  it('may run past midnight, and then belong to the day they began on', () => {
    const text = 'Mon-Fri 22:00-06:00'
    expect(open(text, '2026-11-20T23:00:00Z', 'Europe/London')).toBe(true)
    expect(open(text, '2026-11-21T05:59:00Z', 'Europe/London')).toBe(true)
    expect(open(text, '2026-11-21T06:00:00Z', 'Europe/London')).toBe(false)
    expect(open(text, '2026-11-23T05:00:00Z', 'Europe/London')).toBe(false)
    const fridayOff = (day: string) => day === '2026-11-20'
    expect(open(text, '2026-11-21T05:00:00Z', 'Europe/London', fridayOff)).toBe(false)
    expect(open(text, '2026-11-20T05:00:00Z', 'Europe/London', fridayOff)).toBe(true)
  })

  it('of one night reach into the next morning, on any day of the week', () => {
    expect(open('Tue 22:00-06:00', '2026-11-25T05:00:00Z', 'Europe/London')).toBe(true)
    expect(open('Sun 22:00-06:00', '2026-11-23T05:00:00Z', 'Europe/London')).toBe(true)
    expect(open('Tue 22:00-06:00', '2026-11-24T05:00:00Z', 'Europe/London')).toBe(false)
  })

  it('may be written short, and to the minute', () => {
    expect(open('fri 9:59 - 17:00', '2026-11-20T09:58:00Z', 'Europe/London')).toBe(false)
    expect(open('fri 9:59 - 17:00', '2026-11-20T09:59:00Z', 'Europe/London')).toBe(true)
  })

  it('may be always, and "24:00" ends a day', () => {
    for (let day = 16; day <= 22; day += 1) expect(isOpen(always, moment(`2026-11-${day}T03:00:00Z`, 'Asia/Tokyo'), never)).toBe(true)
    expect(open('always', '2026-11-22T23:59:00Z', 'Europe/London')).toBe(true)
    expect(open('Sun 00:00-24:00', '2026-11-22T23:59:00Z', 'Europe/London')).toBe(true)
    expect(open('Sun 00:00-24:00', '2026-11-23T00:00:00Z', 'Europe/London')).toBe(false)
  })

  it.each([
    ['', 'is not a time in the week'],
    ['9-5', 'is not a time in the week'],
    ['Mon 09:00-09:00', 'starts and ends'],
    ['Mon 25:00-26:00', 'is not a time of day'],
    ['Mon 09:60-17:00', 'is not a time of day'],
    ['Mux 09:00-17:00', 'is not a day'],
    ['Mon-Fri 09:00-17:00,', 'is not a time in the week'],
  ])('that nobody can read are refused with a reason: %j', (text, reason) => {
    expect(() => parseHours(text)).toThrow(reason)
  })
})

describe('the next opening', () => {
  it.each([
    ['before work', '2026-11-20T07:00:00Z', '2026-11-20T09:00:00+00:00'],
    ['after work', '2026-11-19T18:00:00Z', '2026-11-20T09:00:00+00:00'],
    ['over the weekend', '2026-11-20T18:00:00Z', '2026-11-23T09:00:00+00:00'],
  ])('comes %s', (_when, iso, opening) => {
    expect(opens('Mon-Fri 09:00-17:00', iso, 'Europe/London')).toBe(opening)
  })

  it('skips days off', () => {
    const off = (day: string) => ['2026-12-25', '2026-12-28'].includes(day)
    expect(opens('Mon-Fri 09:00-17:00', '2026-12-24T18:00:00Z', 'Europe/London', off)).toBe('2026-12-29T09:00:00+00:00')
  })

  it('is in the zone’s own offset before and after the clocks change', () => {
    expect(opens('Mon-Fri 09:00-17:00', '2026-03-27T18:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T09:00:00+02:00')
    expect(opens('Mon-Fri 09:00-17:00', '2026-10-23T18:00:00Z', 'Europe/Berlin')).toBe('2026-10-26T09:00:00+01:00')
  })

  it('exists also when the clocks skip it', () => {
    expect(opens('Sun 02:30-05:00', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00')
    expect(open('Sun 02:30-05:00', '2026-03-29T01:15:00Z', 'Europe/Berlin')).toBe(true)
  })

  it('is nothing when there is none within two months', () => {
    expect(opens('Mon-Fri 09:00-17:00', '2026-11-20T18:00:00Z', 'Europe/London', () => true)).toBeUndefined()
  })

  it('is always later, open, and with nothing open in between, in any zone and at any moment', () => {
    const zone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Australia/Lord_Howe', 'America/St_Johns')
    const text = fc.constantFrom('Mon-Fri 09:00-17:00', 'Mon-Fri 22:00-06:00', 'Sat-Sun 00:00-24:00', 'Wed 13:30-14:00, Thu 08:00-09:00')
    const within = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') })
    fc.assert(
      fc.property(zone, text, within, fc.double({ min: 0, max: 0.999, noNaN: true }), (inIt, hours, now, part) => {
        const parsed = parseHours(hours)
        const here = inZone(now, inIt) as Temporal.ZonedDateTime
        fc.pre(!isOpen(parsed, here, never))
        const next = nextOpening(parsed, here, never) as Temporal.ZonedDateTime
        expect(next.epochMilliseconds).toBeGreaterThan(now)
        expect(isOpen(parsed, next, never)).toBe(true)
        const between = inZone(Math.floor(now + (next.epochMilliseconds - 1 - now) * part), inIt) as Temporal.ZonedDateTime
        expect(isOpen(parsed, between, never)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a zone', () => {
  it('nobody knows has no time', () => {
    expect(inZone(at('2026-11-20T15:00:00Z'), 'Moon/Tranquility')).toBeUndefined()
  })
})
