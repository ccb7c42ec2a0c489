import { describe, expect, it } from 'vitest'
import { askInRounds } from './support/ask.ts'
import { accounts, mail, type Changes } from './support/company.ts'
import { northwind } from './support/northwind.ts'

const row = (coverage: object): Changes => ({ booking_sheet: { coverage: { [mail('sarah.jenkins')]: coverage } } })

describe('rounds', () => {
  it('somebody on leave costs three rounds', () => {
    const { rounds, decision } = askInRounds(
      { accountId: accounts.acme },
      row({ outFrom: '2026-11-16', outUntil: '2026-12-04', backupEmail: mail('rosa.meyer') }),
    )
    expect(decision.contact?.name).toBe('Rosa Meyer')
    expect(rounds).toHaveLength(3)
  })
  it('pictures are not asked for where cards do not show them', () => {
    const policy = northwind({ cards: { show: new Set(['email'] as const) } })
    const { rounds } = askInRounds({ accountId: accounts.acme }, {}, { policy })
    expect(rounds.flat().map(({ lookup }) => lookup)).not.toContain('headshots')
  })
  it('a team costs two rounds (its answer shows no pictures)', () => {
    const { rounds } = askInRounds({ tool: 'get_account_team', accountId: accounts.acme })
    expect(rounds.flat().map(({ lookup }) => lookup)).not.toContain('headshots')
    expect(rounds).toHaveLength(2)
  })
  it('the mid-market pool costs two rounds', () => {
    expect(askInRounds({ accountId: accounts.cobalt }).rounds).toHaveLength(2)
  })
})
