import { about, type Finding } from './finding.ts'

const surroundings = about('process')
const mostSkewMs = 5_000

/** What the machine and the environment do to everything that runs in them. */
export function checkProcess(env: Readonly<Record<string, string | undefined>>, userId: number | undefined): readonly Finding[] {
  const findings: Finding[] = []
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    findings.push(surroundings.bad('NODE_TLS_REJECT_UNAUTHORIZED=0 switches every certificate check off', 'take it out of the environment'))
  if (/--inspect/.test(env['NODE_OPTIONS'] ?? ''))
    findings.push(
      surroundings.bad('NODE_OPTIONS opens a debugger, through which everything can be read', 'take --inspect out of NODE_OPTIONS'),
    )
  if (userId === 0) findings.push(surroundings.warning('this would run as root', 'start it as a user of its own'))
  return findings.length > 0 ? findings : [surroundings.good('nothing in the environment weakens it')]
}

/** Whether this machine's clock agrees with somebody else's; tokens live by the minute. */
export function checkClock(point: string, theirs: string | undefined, ourMs: number): Finding {
  const clock = about(point)
  const theirMs = theirs === undefined ? Number.NaN : Date.parse(theirs)
  if (Number.isNaN(theirMs)) return clock.skipped('the answer had no Date to compare our clock with')
  const skewMs = Math.abs(theirMs - ourMs)
  const seconds = Math.round(skewMs / 1000)
  return skewMs <= mostSkewMs
    ? clock.good(`our clock agrees (${seconds} s apart)`)
    : clock.bad(`our clock is ${seconds} s apart: tokens would be refused, or believed too long`, 'synchronise this machine’s clock (NTP)')
}
