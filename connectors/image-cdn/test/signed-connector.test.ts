import { describeConnector } from '@cx-concierge/connector-kit/testkit'
import { start } from '../sandbox/index.ts'
import imageCdn from '../src/index.ts'

const data = () => ({ have: ['sarah.jenkins@northwind.example'] })

// the same promises once more, now with a secret to keep
describeConnector(imageCdn, {
  start: async ({ now }) => {
    const backend = await start({ data, now, signing: 'cloudfront' })
    return { backend, settings: { ...backend.settings, url: 'https://img.northwind.example/people/{email_hash}.jpg?w=96' } }
  },
  cases: {
    headshots: {
      known: { key: 'sarah.jenkins@northwind.example', expect: {} },
      unknown: 'tom.becker@northwind.example',
    },
  },
})
