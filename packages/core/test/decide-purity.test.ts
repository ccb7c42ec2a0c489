import { describe, expect, it, vi } from 'vitest'
import { decide, snapshotOf, type Snapshot } from '../src/index.ts'
import { ask, question } from './support/ask.ts'
import { accounts, mail } from './support/company.ts'
import { frozen } from './support/frozen.ts'
import { agent, colleague, customer } from './support/callers.ts'
import { friday, northwind } from './support/northwind.ts'
import { snapshotWith } from './support/snapshot.ts'
import { days } from './support/time.ts'

const onLeave = {
  booking_sheet: {
    coverage: { [mail('sarah.jenkins')]: { outFrom: '2026-11-16', outUntil: '2026-12-04', backupEmail: mail('rosa.meyer') } },
  },
}

const questions = {
  'who to talk to': question({ accountId: accounts.acme }),
  'a pool': question({ accountId: accounts.cobalt, language: 'fr' }),
  'a duty': question({ accountId: accounts.dune }),
  'a subsidiary': question({ accountId: accounts.globexUk }),
  'an e-mail': question({ email: 'jane.doe@acme-robotics.example' }),
  'an ambiguous domain': question({ email: 'new@kestrel.example', caller: colleague }),
  'an unverified e-mail': question({ email: 'ceo@cobalt-health.example', caller: customer([]) }),
  'the team': question({ tool: 'get_account_team', accountId: accounts.juniper }),
  'the health': question({ tool: 'get_account_health', accountId: accounts.acme }),
}

/** A snapshot whose answers nobody can change. */
const untouchable = (snapshot: Snapshot): Snapshot => ({ get: (source, lookup, key) => frozen(snapshot.get(source, lookup, key)) })

describe('a decision', () => {
  it.each(Object.entries(questions))('is the same every time for the same inputs: %s', (_name, asked) => {
    const first = decide(asked, snapshotWith({}, friday), northwind(), friday)
    expect(first.state).toBe('decided')
    expect(decide(asked, snapshotWith({}, friday), northwind(), friday)).toEqual(first)
  })

  it.each(Object.entries(questions))('leaves its inputs as they were: %s', (_name, asked) => {
    const decided = decide(frozen(structuredClone({ ...asked })), untouchable(snapshotWith(onLeave, friday)), frozen(northwind()), friday)
    expect(decided.state).toBe('decided')
  })

  it('does not look at the machine’s clock', () => {
    const decision = ask({ accountId: accounts.edo })
    vi.useFakeTimers({ now: friday + 200 * days })
    try {
      expect(ask({ accountId: accounts.edo })).toEqual(decision)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a recorded decision', () => {
  const replay = (asked: Parameters<typeof ask>[0], changes: Parameters<typeof ask>[1] = {}) => {
    const original = ask(asked, changes)
    const written = JSON.parse(JSON.stringify(original.body)) as typeof original.body
    const again = decide(
      question({ ...asked, ...(original.accountId === undefined ? {} : { accountId: original.accountId }) }),
      snapshotOf(written.snapshot),
      northwind(),
      friday,
    )
    return { original, again: again.state === 'decided' ? again.decision : again }
  }

  it.each([
    accounts.acme,
    accounts.cobalt,
    accounts.dune,
    accounts.globexUk,
    accounts.halcyon,
    accounts.iris,
    accounts.acmeOld,
    accounts.nobody,
  ])('is made again from what it wrote down about %s', (accountId) => {
    const { original, again } = replay({ accountId })
    expect(again).toMatchObject({ decided: original.decided, message: original.message, status: original.status })
    expect((again as typeof original).contact).toEqual(original.contact)
  })

  it('is made again word for word when somebody was on leave', () => {
    const { original, again } = replay({ accountId: accounts.acme }, onLeave)
    expect(original.coveringFor).toBe('Sarah Jenkins')
    expect(again).toEqual(original)
  })

  it('is made again for the account an e-mail led to, without the e-mail', () => {
    const original = ask({ email: 'jane.doe@acme-robotics.example' })
    const again = decide(question({ accountId: original.accountId as string }), snapshotOf(original.body.snapshot), northwind(), friday)
    expect(again).toMatchObject({ state: 'decided', decision: { decided: original.decided, contact: original.contact } })
  })

  it.each([{ email: 'jane.doe@acme-robotics.example' }, { email: 'new@globex.example' }, { accountId: '12345' }])(
    'keeps nothing by which a customer was searched: %o',
    (asked) => {
      const { body } = ask({ ...asked, caller: agent })
      expect(body.snapshot.map(([, lookup]) => lookup)).not.toContainEqual(expect.stringMatching(/^accountsBy/))
      expect(JSON.stringify(body)).not.toMatch(/jane\.doe|new@globex|acme-robotics\.example/)
    },
  )
})
