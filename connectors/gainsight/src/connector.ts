import { createHttp, defineConnector, fieldsFor, type AccountRecord } from '@cx-concierge/connector-kit'
import { reads } from './fields.ts'
import { peopleByKey, toAccount, toPerson } from './mapping.ts'
import { readPage, readRows } from './read-rows.ts'
import { settings, type Settings } from './settings.ts'

/** Gainsight CS: who looks after a customer, and how the customer is doing. */
export const gainsight = defineConnector<Settings>({
  contract: 1,
  name: 'gainsight',
  title: 'Gainsight CS',
  settings,
  provides: {
    lookups: ['accounts', 'people'],
    attributes: ['name', 'status', 'arr', 'country', 'lifecycle', 'healthScore'],
    roles: ['csm'],
  },
  limits: { callsPerMinute: 100, callsPerDay: 50_000, keysPerRequest: 500, concurrency: 8 },
  hosts: ({ base_url: baseUrl }) => [new URL(baseUrl).host],
  reads,
  connect(chosen, host) {
    const wanted = fieldsFor(reads(chosen), host.wanted)
    const selectFor = (name: 'accounts' | 'people'): string[] => [
      ...new Set(wanted.filter(({ lookup }) => lookup === name).map(({ field }) => field)),
    ]
    const { fields, objects } = chosen
    const http = createHttp(host, { baseUrl: chosen.base_url, headers: { accesskey: chosen.sign_in.access_key } })
    const companies = { object: objects.company, id: fields.company.id, select: selectFor('accounts') }
    const users = { object: objects.user, id: fields.user.id, select: selectFor('people') }

    return {
      lookups: {
        async accounts(keys, call) {
          const condition = { name: fields.company.account_id, alias: 'A', operator: 'IN', value: keys } as const
          const where = { conditions: [condition], expression: 'A' }
          const rows = keys.length === 0 ? [] : await readRows(http, host, { ...companies, where }, call)
          const accounts = new Map<string, AccountRecord>()
          for (const row of rows) {
            const account = toAccount(row, chosen, host.wanted)
            if (account === undefined) continue
            // rows come in order of their id, so that the same company wins every time
            if (accounts.has(account.id)) host.log('gainsight-two-companies-for-one-account')
            else accounts.set(account.id, account)
          }
          return accounts
        },
        people: {
          async whole(call) {
            const rows = await readRows(http, host, users, call)
            const people = rows.map((row) => toPerson(row, chosen, host.wanted)).filter((person) => person !== undefined)
            if (people.length < rows.length) host.log('gainsight-users-without-email', { users: rows.length - people.length })
            return peopleByKey(people)
          },
        },
      },
      async check(call) {
        await readPage(http, host, { ...companies, select: [companies.id] }, { limit: 1, offset: 0 }, call)
      },
      close() {
        http.close()
        return Promise.resolve()
      },
    }
  },
})
