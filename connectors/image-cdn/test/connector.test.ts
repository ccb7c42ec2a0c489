import { describeConnector } from '@cx-concierge/connector-kit/testkit'
import { start } from '../sandbox/index.ts'
import imageCdn from '../src/index.ts'

const data = () => ({ have: ['sarah.jenkins@northwind.example', 'aiko.tanaka@northwind.example'] })

describeConnector(imageCdn, {
  entry: import.meta.resolve('../src/index.ts'),
  start: async ({ now }) => {
    const backend = await start({ data, now })
    return { backend, settings: { ...backend.settings, url: 'https://img.northwind.example/people/{email_hash}.jpg' } }
  },
  cases: {
    headshots: {
      known: [
        {
          key: 'sarah.jenkins@northwind.example',
          expect: { url: 'https://img.northwind.example/people/11635f2af307823f.jpg' },
        },
        { key: 'aiko.tanaka@northwind.example', expect: {} },
      ],
      unknown: 'tom.becker@northwind.example',
    },
  },
})
