import { describeConnector } from '@cx-concierge/connector-kit/testkit'
import { start } from '../sandbox/index.ts'
import googleSheets from '../src/index.ts'
import { northwind } from './northwind.ts'

const header = ['Work email', 'Booking link', 'Languages', 'Backup email', 'Out from', 'Out until']

describeConnector(googleSheets, {
  entry: import.meta.resolve('../src/index.ts'),
  start: async ({ now }) => ({ backend: await start({ data: () => northwind, now }) }),
  signIn: {
    badSettings: (settings) => ({
      ...settings,
      sign_in: Object.assign({}, settings['sign_in'], { client_email: 'somebody.else@northwind.example' }),
    }),
    route: 'token',
  },
  // columns are asked for by their letter
  signOf: ({ field }) => new RegExp(`!${String.fromCharCode(65 + header.indexOf(field))}:`),
  cases: {
    coverage: {
      known: [
        {
          key: 'sarah.jenkins@northwind.example',
          expect: {
            bookingUrl: 'https://book.northwind.example/sarah-jenkins',
            languages: ['en', 'pt-BR'],
            backupEmail: 'rosa.meyer@northwind.example',
            outFrom: '2026-11-24',
            outUntil: '2026-11-30',
          },
        },
        { key: 'hugo.lind@northwind.example', expect: { languages: ['sv', 'en'], rejected: ['booking_url'] } },
      ],
      unknown: 'nobody@northwind.example',
    },
  },
})
