import { describeConnector } from '@cx-concierge/connector-kit/testkit'
import { start } from '../sandbox/index.ts'
import salesforce from '../src/index.ts'
import { northwind } from './northwind.ts'

for (const flow of ['jwt', 'client_credentials'] as const) {
  describeConnector(salesforce, {
    entry: import.meta.resolve('../src/index.ts'),
    start: async ({ now }) => ({ backend: await start({ data: () => northwind, now, flow }) }),
    signIn: {
      badSettings: (settings) => ({ ...settings, sign_in: Object.assign({}, settings['sign_in'], { client_id: 'somebody-else' }) }),
      route: 'token',
    },
    cases: {
      accounts: {
        known: [
          {
            key: '001NwAcmeRobot1IRA',
            expect: {
              id: '001NwAcmeRobot1IRA',
              name: 'Acme Robotics',
              status: 'Customer',
              segment: 'Enterprise',
              arr: 420_000,
              country: 'US',
              tags: ['VIP', 'Beta'],
              parentId: null,
              mergedInto: null,
              deleted: false,
              roles: {
                owner: [{ id: '005NwPriyaNair4IBB', email: 'priya.nair@northwind.example' }],
                'team.CSM': [
                  { id: '005NwSarahJenk1IBB', email: 'sarah.jenkins@northwind.example', since: '2026-01-10T00:00:00.000Z' },
                  { id: '005NwOmarHadda7IRA', email: 'omar.haddad@northwind.example', since: '2026-03-10T08:30:00.000Z' },
                ],
              },
            },
          },
          { key: '001NwGlobexHol7IBC', expect: { tags: [], arr: null, roles: { owner: [{ id: '005NwPriyaNair4IBB' }] } } },
        ],
        unknown: ['001NwNobodyKno1IRA', "001' OR Id != null", '005NwSarahJenk1IBB'],
      },
      accountsByNumber: { known: { key: '12345', expect: ['001NwAcmeRobot1IRA'] }, unknown: ['54321', "' OR Name LIKE '%", ' '] },
      accountsByContact: {
        known: [
          { key: 'jane.doe@acme-robotics.example', expect: ['001NwAcmeRobot1IRA'] },
          { key: 'sam@consult.example', expect: ['001NwGlobexHol7IBC', '001NwAcmeRobot1IRA'] },
        ],
        unknown: ['nobody@acme-robotics.example', 'private@person.example', 'gone@acme-robotics.example'],
      },
      accountsByDomain: {
        known: [
          { key: 'acme-robotics.example', expect: ['001NwAcmeRobot1IRA'] },
          { key: 'globex.example', expect: ['001NwGlobexHol7IBC', '001NwGlobexEur8IBC', '001NwGlobexUkL9IBK'] },
        ],
        unknown: ['robotics.example', 'evil.example', '%.example', 'a_me-robotics.example'],
      },
      people: {
        known: [
          {
            key: '005NwSarahJenk1IBB',
            expect: [
              {
                id: '005NwSarahJenk1IBB',
                email: 'sarah.jenkins@northwind.example',
                name: 'Sarah Jenkins',
                title: 'Senior Customer Success Manager',
                timezone: 'America/New_York',
                employment: 'active',
              },
            ],
          },
          { key: 'sarah.jenkins@northwind.example', expect: [{ id: '005NwSarahJenk1IBB' }] },
          { key: 'omar.haddad@northwind.example', expect: [{ employment: 'frozen', title: null, timezone: null }] },
          { key: 'lena.fischer@northwind.example', expect: [{ employment: 'inactive' }, { employment: 'active' }] },
        ],
        unknown: ['005NwNobodyKno1IRA', 'nobody@northwind.example', '1P0SARAH'],
      },
    },
  })
}
