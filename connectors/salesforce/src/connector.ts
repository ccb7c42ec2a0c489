import { defineConnector } from '@cx-concierge/connector-kit'
import { accountId } from './account-id.ts'
import { anyAccountQuery } from './account-queries.ts'
import { createBackend } from './backend.ts'
import { reads } from './fields.ts'
import { excessRights } from './excess-rights.ts'
import { createFindByContact, createFindByNumber } from './find-accounts.ts'
import { createFindByDomain } from './find-by-domain.ts'
import { createReadAccounts } from './read-accounts.ts'
import { createReadPeople } from './read-people.ts'
import { rowsOf } from './run-queries.ts'
import { createSessions } from './session.ts'
import { credentials, hosts, settings } from './settings.ts'
import { accountRow } from './wire.ts'

/** Accounts, account teams, contacts and users from Salesforce. */
export const salesforce = defineConnector({
  contract: 1,
  name: 'salesforce',
  title: 'Salesforce',
  settings,
  provides: {
    lookups: ['accounts', 'accountsByNumber', 'accountsByContact', 'accountsByDomain', 'people'],
    attributes: ['name', 'status', 'segment', 'arr', 'country', 'tags', 'parentId'],
    roles: ['owner', 'team.*'],
  },
  // the daily allowance is shared with everything else that talks to the organisation; settings may lower these
  limits: { callsPerDay: 100_000, keysPerRequest: 200, concurrency: 20 },
  accountId,
  hosts,
  credentials,
  reads,
  connect(checked, host) {
    const sessions = createSessions(checked, host)
    const backend = createBackend(checked, host, sessions)
    return {
      lookups: {
        accounts: createReadAccounts(backend),
        accountsByNumber: createFindByNumber(backend),
        accountsByContact: createFindByContact(backend),
        accountsByDomain: createFindByDomain(backend),
        people: createReadPeople(backend),
      },
      async check(call) {
        if (checked.sign_in === undefined) await sessions.greet(call)
        else
          await backend.ask(call, [{ soql: anyAccountQuery(backend.fields('accounts', 'Account')) }], ([found]) =>
            rowsOf(found, accountRow),
          )
      },
      excessRights: (call) => excessRights(checked, sessions, call),
      close() {
        sessions.close()
        return Promise.resolve()
      },
    }
  },
})
