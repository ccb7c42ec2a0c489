import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { northwind, startSandbox, type Company } from '../src/index.ts'

const backends = [
  { name: 'salesforce', connector: '@cx-concierge/connector-salesforce' },
  { name: 'gainsight', connector: '@cx-concierge/connector-gainsight' },
  { name: 'booking_sheet', connector: '@cx-concierge/connector-google-sheets' },
  { name: 'headshots', connector: '@cx-concierge/connector-image-cdn' },
]

/** The one picture that tells whether the company of this moment is asked. */
const pictureOf = (url: unknown): string => String(url).replace('{email_hash}', '11635f2af307823f')

describe('a sandbox', () => {
  test('starts every backend on a socket of its own, and says what a configuration must put in place', async () => {
    const company = await northwind()
    const sandbox = await startSandbox({ backends, company: () => company })
    try {
      expect([...sandbox.backends.keys()]).toEqual(backends.map(({ name }) => name))
      expect(new Set([...sandbox.backends.values()].map(({ port }) => port)).size).toBe(backends.length)
      for (const [name, { settings, hosts }] of sandbox.overrides) {
        const backend = sandbox.backends.get(name)
        expect(hosts).toEqual([`127.0.0.1:${backend?.port}`])
        expect(JSON.stringify(settings)).toContain(`http://127.0.0.1:${backend?.port}`)
        const stats = await fetch(`${backend?.url}/__sim/stats`)
        expect(await stats.json()).toMatchObject({ requests: 0 })
      }
    } finally {
      await sandbox.close()
    }
    for (const { url } of sandbox.backends.values()) await expect(fetch(`${url}/__sim/stats`)).rejects.toThrow('fetch failed')
  })

  test('asks for the records at each request, so that they may be swapped', async () => {
    let company: Company = { headshots: { have: ['sarah.jenkins@northwind.example'] } }
    const sandbox = await startSandbox({ backends: backends.slice(3), company: () => company })
    try {
      const picture = pictureOf(sandbox.overrides.get('headshots')?.settings['probe_url'])
      expect((await fetch(picture)).status).toBe(200)
      company = {}
      expect((await fetch(picture)).status).toBe(404)
    } finally {
      await sandbox.close()
    }
  })

  test('goes down and comes back on the same port, and can be troubled from a terminal', async () => {
    const sandbox = await startSandbox({ backends: backends.slice(3), company: northwindNow(await northwind()) })
    try {
      const backend = sandbox.backends.get('headshots')
      const picture = pictureOf(sandbox.overrides.get('headshots')?.settings['probe_url'])
      await backend?.down()
      await expect(fetch(picture)).rejects.toThrow('fetch failed')
      await backend?.up()
      expect((await fetch(picture)).status).toBe(200)
      await fetch(`${backend?.url}/__sim/fault`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'status', status: 503, times: 1 }),
      })
      expect([(await fetch(picture)).status, (await fetch(picture)).status]).toEqual([503, 200])
    } finally {
      await sandbox.close()
    }
  })

  test('refuses a connector that is not installed', async () => {
    await expect(
      startSandbox({ backends: [{ name: 'x', connector: '@cx-concierge/connector-nowhere' }], company: () => ({}) }),
    ).rejects.toThrow('connector-nowhere')
  })
})

function northwindNow(company: Company): () => Company {
  return () => company
}

describe('Northwind Cloud', () => {
  test('has records for each backend, and is a new copy each time', async () => {
    const [one, other] = await Promise.all([northwind(), northwind()])
    expect(Object.keys(one)).toEqual(backends.map(({ name }) => name))
    expect(one).toEqual(other)
    expect(one).not.toBe(other)
  })

  test('invents people: every address and link is under a name reserved for examples (RFC 2606)', async () => {
    const text = await readFile(new URL('../data/northwind.json', import.meta.url), 'utf8')
    const hosts = [...text.matchAll(/@([a-z0-9.-]+)|https?:\/\/([a-z0-9.-]+)/gi)].map(([, domain, host]) => domain ?? host ?? '')
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([])
    expect(text.match(/\+\d[\d ]{6,}/g)?.filter((phone) => !phone.startsWith('+1 555 01'))).toEqual([])
  })
})
