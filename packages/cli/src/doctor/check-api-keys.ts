import { ConciergeError } from '@cx-concierge/contract'
import { readKeyFile } from '@cx-concierge/gateway'
import { about, type Finding } from './finding.ts'
import { daysSince, oldSecretDays } from './secret-age.ts'

const keys = about('API keys')

/** Whether the file of API keys can be used, and which of its keys should be replaced. */
export function checkApiKeys(file: string | undefined, nowMs: number): readonly Finding[] {
  if (file === undefined) return []
  let records
  try {
    records = readKeyFile(file)
  } catch (error) {
    return [keys.bad(ConciergeError.is(error) ? error.message : 'cannot be read', 'make it with concierge key new, and chmod 600 it')]
  }
  const findings = records.flatMap(({ id, created, expires }) => {
    const days = daysSince(Date.parse(created), nowMs)
    if (expires !== undefined && Date.parse(expires) <= nowMs)
      return [keys.warning(`${id} ended on ${expires.slice(0, 10)}`, `concierge key revoke ${id}`)]
    if (days > oldSecretDays) return [keys.warning(`${id} is ${days} days old`, 'make its holder a new one, then revoke this one')]
    if (expires === undefined) return [keys.warning(`${id} never ends`, 'make its holder one with --expires, then revoke this one')]
    return []
  })
  return findings.length > 0 ? findings : [keys.good(`${records.length} in force, each with an end, none older than ${oldSecretDays} days`)]
}
