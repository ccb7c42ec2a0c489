import { describe, expect, test } from 'vitest'
import type { DataMap } from '@cx-concierge/gateway'
import { concierge } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { configWith } from './support/config-copy.ts'

const sheet = { BOOKING_SHEET_ID: '1NorthwindBookingLinksSheet00000000000000000', GOOGLE_CLIENT_EMAIL: 'desk@northwind.example' }

describe('concierge data-map', () => {
  test('says of every field that is read whose it is, which lines need it and how long it is kept', async () => {
    const { code, stdout, stderr } = await concierge(['data-map'], sheet)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ +Account\.Tags__c +tags +company +rule vip +15m \/ 30d$/m)
    expect(stdout).toMatch(/^ +Contact\.Email +contact e-mail +personal: customer +identify\.by_email contact_email/m)
    expect(stdout).toMatch(/^booking_sheet +Booking links\.Work email +email +personal: colleague/m)
    expect(stdout).toMatch(/^ +contact\.title +personal: colleague +customer, service, internal$/m)
    expect(stdout).not.toContain('\u001B')
  })

  test('loses a field with the last line that needs it', async () => {
    await using folder = await configWith([['routing.yaml', 'when: { account.tags: has VIP }', 'when: { account.country: JP }']])
    const { stdout } = await conciergeHere(['data-map', folder.path, '--json'], sheet)
    const { read, undescribed } = JSON.parse(stdout) as DataMap
    expect(undescribed).toEqual([])
    expect(read.map(({ field }) => field)).toContain('Segment__c')
    expect(read.map(({ field }) => field)).not.toContain('Tags__c')
  })

  test('names what replicas share, and for how long, where they share anything', async () => {
    const rows = async (folder: string) => {
      const { stdout } = await conciergeHere(['data-map', folder, '--json'], sheet)
      return (JSON.parse(stdout) as DataMap).kept.filter(({ record }) => record === 'shared cache')
    }
    expect(await rows('config')).toEqual([])
    await using folder = await configWith([['access.yaml', 'served_as:', "shared_cache: { key: '${env:CACHE_KEY}' }\nserved_as:"]])
    expect(await rows(folder.path)).toMatchObject([
      { part: 'answers', about: 'customer', keptMs: 30 * 86_400_000 },
      { part: 'forgotten', about: 'caller', keptMs: 30 * 86_400_000 },
      { part: 'rates', about: 'caller', keptMs: 120_000 },
    ])
  })

  test('is a page for a privacy register when asked to', async () => {
    const { stdout } = await conciergeHere(['data-map', '--markdown'], sheet)
    expect(stdout).toMatch(/^# Data map of 2026-11-18-a/)
    expect(stdout).toContain('| gainsight | Company.Csm | roles.csm | personal: colleague |')
    const widths = stdout
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split(' | ').length)
    expect(new Set(widths)).toEqual(new Set([6, 4]))
  })

  test('names a system it cannot describe for want of its environment, and ends with 1', async () => {
    const { code, stdout, stderr } = await conciergeHere(['data-map'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Not in this map, because their settings cannot be read here: booking_sheet$/m)
    expect(stderr).toContain('the environment variable BOOKING_SHEET_ID is not set')
    expect(stdout).toMatch(/^booking_sheet +not described here/m)
  })
})
