import { ConciergeError } from '@cx-concierge/contract'
import { probeIssuer, type Config } from '@cx-concierge/gateway'
import { checkClock } from './check-clock.ts'
import { about, type Finding } from './finding.ts'

/** Asks every issuer of tokens once what a gateway will ask of it, and what time it is. */
export async function checkIssuers(config: Config, now: () => number): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    config.issuers.map(async (issuer) => {
      const name = `issuer ${issuer.issuer}`
      const point = about(name)
      try {
        const { what, date } = await probeIssuer(issuer, config.access.private_hosts, now)
        return [point.good(what), ...(date === undefined ? [] : [checkClock(`${name} clock`, date, now())])]
      } catch (error) {
        const why = ConciergeError.is(error) ? `${error.code}: ${error.message}` : 'its keys cannot be used'
        return [point.bad(why, 'nobody with its tokens is let in until it answers; see docs/sign-in.md')]
      }
    }),
  )
  return findings.flat()
}
