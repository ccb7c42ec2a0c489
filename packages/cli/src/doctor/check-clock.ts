import { about, type Finding } from './finding.ts'

const mostSkewMs = 5_000

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
