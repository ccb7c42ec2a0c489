import { describe, expect, it } from 'vitest'
import { settings } from '../src/settings.ts'

const least = { base_url: 'https://northwind.gainsightcloud.com', sign_in: { access_key: 'key' } }

describe('settings', () => {
  it('need only the address and the key', () => {
    expect(settings.parse(least).fields.company).toMatchObject({ account_id: 'SfdcAccountId', csm: 'Csm' })
  })

  it.each(['Name"}', 'a b', '', 'Csm__gr.', '.Name', '1Name', 'Name\n', 'a.b.c.d.e', '__proto__'])(
    'refuse %j as the name of a field',
    (name) => {
      expect(settings.safeParse({ ...least, fields: { company: { name } } }).success).toBe(false)
    },
  )

  it.each(['Company/../User', 'a.b', ''])('refuse %j as the name of an object', (company) => {
    expect(settings.safeParse({ ...least, objects: { company } }).success).toBe(false)
  })

  it.each(['ftp://northwind.example', 'northwind.gainsightcloud.com', 'javascript:alert(1)'])('refuse %j as the address', (address) => {
    expect(settings.safeParse({ ...least, base_url: address }).success).toBe(false)
  })
})
