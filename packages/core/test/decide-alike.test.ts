import { expect, it } from 'vitest'
import { customer } from './support/callers.ts'
import { askInRounds } from './support/ask.ts'
import { accounts } from './support/company.ts'

const roundsFor = (accountId: string, bound: readonly string[]) =>
  askInRounds({ accountId, caller: customer([...bound], 'jane.doe@acme-robotics.example') }).rounds.map((needs) =>
    needs.map(({ source, lookup, key }) => `${source} ${lookup} ${key === accountId ? 'what was typed' : key}`),
  )

it.each([
  ['of an account that is somebody else’s', '777'],
  ['of a former customer', '99999'],
])('the number %s is looked for as one that nobody has, round by round', (_what, number) => {
  expect(roundsFor(number, [accounts.acme])).toEqual(roundsFor('123456789', [accounts.acme]))
})

it.each([
  ['is somebody else’s', accounts.iris],
  ['was merged into somebody else’s', accounts.acmeOld],
])('an account that %s is looked for as one that does not exist, round by round', (_what, accountId) => {
  expect(roundsFor(accountId, [accounts.birch])).toEqual(roundsFor(accounts.nobody, [accounts.birch]))
})
