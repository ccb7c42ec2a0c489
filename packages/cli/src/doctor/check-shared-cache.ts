import { ConciergeError } from '@cx-concierge/contract'
import { probeCache, type Config } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'

const point = about('shared cache')
const loopback = /^(?:127\.|localhost$|\[::1\]$)/

/** Whether replicas can share what `url` (CACHE_URL) and access.yaml say they do. */
export async function checkSharedCache({ sharedKey }: Pick<Config, 'sharedKey'>, url: string | undefined): Promise<readonly Finding[]> {
  if (!url) return [point.skipped('CACHE_URL is not set here: this desk runs alone')]
  if (sharedKey === undefined)
    return [
      point.bad('CACHE_URL is set, and access.yaml has no shared_cache.key', 'a gateway does not start like this; see docs/replicas.md'),
    ]
  try {
    if (!(await probeCache(url)))
      return [
        point.bad('the server that CACHE_URL names does not answer', 'until it does, every replica counts, remembers and forgets alone'),
      ]
  } catch (error) {
    return [point.bad(ConciergeError.is(error) ? error.message : 'CACHE_URL cannot be used', 'see docs/replicas.md')]
  }
  const { protocol, hostname } = new URL(url)
  return protocol === 'rediss:' || loopback.test(hostname)
    ? [point.good('answers; what replicas share there is sealed')]
    : [
        point.warning(
          'answers, and everything travels there in the open, its password too',
          'write rediss:// where others use that network',
        ),
      ]
}
