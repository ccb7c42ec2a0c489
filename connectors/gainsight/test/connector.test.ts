import { describeConnector } from '@cx-concierge/connector-kit/testkit'
import { start } from '../sandbox/index.ts'
import gainsight from '../src/index.ts'
import { northwind } from './northwind.ts'

describeConnector(gainsight, {
  entry: import.meta.resolve('../src/index.ts'),
  start: async ({ now }) => ({ backend: await start({ data: () => northwind, now }) }),
  signIn: { badSettings: (settings) => ({ ...settings, sign_in: { access_key: 'not-the-access-key' } }) },
  cases: {
    accounts: {
      known: [
        {
          key: '001NwAcmeRobot1IRA',
          expect: {
            id: '001NwAcmeRobot1IRA',
            name: 'Acme Robotics',
            status: 'Active',
            arr: 420_000,
            country: 'US',
            lifecycle: 'Adoption',
            healthScore: 80,
            healthScoreAt: '2026-11-19T06:00:00.000Z',
            roles: { csm: [{ id: '1P0SARAH', email: 'sarah.jenkins@northwind.example' }] },
          },
        },
        {
          key: '001NwCobaltHea3IBC',
          expect: { arr: 60_000, lifecycle: null, healthScore: null, healthScoreAt: null, roles: { csm: [] } },
        },
      ],
      unknown: ['001NwNobodyKno1IRA', "'; DROP"],
    },
    people: {
      known: [
        {
          key: '1P0SARAH',
          expect: [
            {
              id: '1P0SARAH',
              email: 'sarah.jenkins@northwind.example',
              name: 'Sarah Jenkins',
              title: 'Senior Customer Success Manager',
              timezone: 'America/New_York',
              employment: 'active',
            },
          ],
        },
        {
          key: 'sarah.jenkins@northwind.example',
          expect: [{ id: '1P0SARAH' }, { id: '1P0SARAH_OLD', title: null, employment: 'inactive' }],
        },
      ],
      unknown: ['1P0NOBODY', 'nobody@northwind.example'],
    },
  },
})
