import type { CoverageRecord } from '@cx-concierge/contract'
import { describe, expect, it } from 'vitest'
import { ask } from './support/ask.ts'
import { accounts, inSalesforce, mail, type Changes } from './support/company.ts'
import { northwindRouting } from './support/northwind.ts'
import { rule } from './support/rule.ts'
import { at } from './support/time.ts'

const out = (backup?: string): CoverageRecord => ({
  outFrom: '2026-11-16',
  outUntil: '2026-12-04',
  ...(backup === undefined ? {} : { backupEmail: backup }),
})
const sheet = (rows: Readonly<Record<string, CoverageRecord>>): Changes => ({
  booking_sheet: { coverage: Object.fromEntries(Object.entries(rows).map(([who, row]) => [mail(who), row])) },
})
const acme = (rows: Readonly<Record<string, CoverageRecord>>, more: Changes = {}) =>
  ask({ accountId: accounts.acme }, { ...sheet(rows), ...more })

describe('a backup', () => {
  it('stands in for somebody on leave, by name, with their own booking link', () => {
    const decision = acme({ 'sarah.jenkins': out(mail('rosa.meyer')) })
    expect(decision).toMatchObject({
      status: 'ok',
      contact: { name: 'Rosa Meyer', role: 'csm', booking_url: 'https://book.northwind.example/rosa-meyer' },
      coveringFor: 'Sarah Jenkins',
      decided: { step: 'role csm', reason: 'owner_backup' },
    })
    expect(decision.message).toContain('covering for Sarah Jenkins')
    expect(decision.message).not.toMatch(/leave|sarah-jenkins/)
  })

  it('is found however the sheet spells the address', () => {
    expect(acme({ 'sarah.jenkins': out('Rosa.Meyer@Northwind.Example') }).contact?.email).toBe(mail('rosa.meyer'))
  })

  it('of a backup stands in when both are away', () => {
    const decision = acme({ 'sarah.jenkins': out(mail('rosa.meyer')), 'rosa.meyer': out(mail('omar.haddad')) })
    expect(decision).toMatchObject({ contact: { name: 'Omar Haddad' }, coveringFor: 'Sarah Jenkins' })
  })

  it.each([
    ['of each other', { 'sarah.jenkins': out(mail('rosa.meyer')), 'rosa.meyer': out(mail('sarah.jenkins')) }],
    ['of themselves', { 'sarah.jenkins': out(mail('sarah.jenkins')) }],
    [
      'in a ring of three',
      { 'sarah.jenkins': out(mail('rosa.meyer')), 'rosa.meyer': out(mail('omar.haddad')), 'omar.haddad': out(mail('rosa.meyer')) },
    ],
  ])('does not lead round in circles: %s', (_how, rows) => {
    const decision = acme(rows)
    expect(decision).toMatchObject({ contact: { name: 'Priya Nair' }, decided: { step: 'role ae' } })
    expect(decision.body.flags).toContain('backup_loop')
  })

  it('that is missing, gone, or no person leaves it to the next link', () => {
    const next = { contact: { name: 'Priya Nair' }, body: { skipped: [['role csm', 'out_of_office']] } }
    expect(acme({ 'sarah.jenkins': out() })).toMatchObject(next)
    expect(acme({ 'sarah.jenkins': out(mail('nobody')) })).toMatchObject(next)
    expect(acme({ 'sarah.jenkins': out(mail('integration')) })).toMatchObject(next)
    const gone = { salesforce: { people: { [inSalesforce('rosa.meyer')]: { employment: 'inactive' as const } } } }
    expect(acme({ 'sarah.jenkins': out(mail('rosa.meyer')) }, gone)).toMatchObject(next)
  })

  it('is kept out of hours like anybody else', () => {
    const decision = ask({ accountId: accounts.acme }, sheet({ 'sarah.jenkins': out(mail('rosa.meyer')) }), {
      now: at('2026-11-20T02:00:00Z'),
    })
    expect(decision).toMatchObject({ contact: { name: 'Rosa Meyer' }, availability: { state: 'out_of_hours' } })
  })

  it('must be at work where somebody at work is needed', () => {
    const policy = northwindRouting({ rules: [rule('now', {}, ['role csm', 'pool support-247'], true)] })
    const changes = sheet({ 'sarah.jenkins': out(mail('rosa.meyer')) })
    expect(ask({ accountId: accounts.acme }, changes, { policy }).contact?.name).toBe('Rosa Meyer')
    expect(ask({ accountId: accounts.acme }, changes, { policy, now: at('2026-11-20T02:00:00Z') }).contact?.email).toBe(mail('support'))
  })

  it('stands in for a named person too', () => {
    const decision = ask({ accountId: accounts.iris }, sheet({ 'maria.ortiz': out(mail('rosa.meyer')) }))
    expect(decision).toMatchObject({ contact: { name: 'Rosa Meyer' }, coveringFor: 'Maria Ortiz', decided: { rule: 'vip' } })
  })
})
