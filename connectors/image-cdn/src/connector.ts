import { createHttp, defineConnector, type HeadshotRecord } from '@cx-concierge/connector-kit'
import { forEachBounded } from './for-each-bounded.ts'
import { addressTemplate, emailHash, written } from './mapping.ts'
import { settings, type Settings } from './settings.ts'
import { createSigner } from './signing.ts'
import { createProbe } from './wire.ts'

const requestsAtOnce = 8

/** Pictures of colleagues that lie on an image CDN under a hash of their e-mail. */
export const imageCdn = defineConnector<Settings>({
  contract: 1,
  name: 'image-cdn',
  title: 'Image CDN',
  settings,
  provides: { lookups: ['headshots'] },
  limits: { keysPerRequest: 1, concurrency: requestsAtOnce },
  hosts: ({ url, probe_url: probeUrl = url }) => [new URL(probeUrl).host],
  reads: ({ url, probe_url: probeUrl = url }) => [
    { lookup: 'headshots', object: new URL(probeUrl).host, field: '{email_hash}', word: 'picture', always: true },
  ],
  connect(chosen, host) {
    const shownAt = addressTemplate(chosen.url)
    const probedAt = addressTemplate(chosen.probe_url ?? chosen.url)
    const sign = createSigner(chosen.signing, host.name)
    const http = createHttp(host, { baseUrl: new URL(chosen.probe_url ?? chosen.url).origin })
    const probe = createProbe(http, host)

    return {
      lookups: {
        async headshots(keys, call) {
          const found = new Map<string, HeadshotRecord | undefined>()
          await forEachBounded(keys, requestsAtOnce, call.signal, async (key, signal) => {
            const hash = emailHash(key, chosen.hash.length)
            const now = host.now()
            const exists = await probe.exists(sign(probedAt(hash), now).address, signal)
            const { address, expiresAt } = sign(shownAt(hash), now)
            found.set(key, exists ? { url: written(address), ...(expiresAt === undefined ? {} : { expiresAt }) } : undefined)
          })
          return found
        },
      },
      async check(call) {
        // nobody has this address: a plain "no" says that the CDN is there
        await probe.exists(sign(probedAt(emailHash('', chosen.hash.length)), host.now()).address, call.signal)
      },
      close() {
        http.close()
        return Promise.resolve()
      },
    }
  },
})
