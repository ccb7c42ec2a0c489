import { ConciergeError } from '@cx-concierge/contract'
import { probeIssuer, type Config } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'

/** Asks every issuer of tokens once what a gateway will ask of it. */
export async function checkIssuers(config: Config, now: () => number): Promise<readonly Finding[]> {
  return await Promise.all(
    config.issuers.map(async (issuer) => {
      const point = about(`issuer ${issuer.issuer}`)
      try {
        return point.good(await probeIssuer(issuer, config.access.private_hosts, now))
      } catch (error) {
        const why = ConciergeError.is(error) ? `${error.code}: ${error.message}` : 'its keys cannot be used'
        return point.bad(why, 'nobody with its tokens is let in until it answers; see docs/sign-in.md')
      }
    }),
  )
}
