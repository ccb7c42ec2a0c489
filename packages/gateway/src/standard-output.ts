import sonicBoom, { type SonicBoom } from 'sonic-boom'

const blockBytes = 4_096
const flushEveryMs = 1_000
/** What waits for a reader who takes nothing; further lines are lost. */
const mostWaitingBytes = 1_048_576
/** At the end of the process a tenth of a second each. */
const lastTries = 10

/**
 * Standard output, written asynchronously in blocks of 4 kB or every second, and the rest when the process ends. A reader who is gone
 * and a full disk cost lines, never the process: neither its life nor its end waits for them.
 */
export function standardOutput(): SonicBoom {
  let isEnding = false
  let tries = 0
  const output = new sonicBoom.SonicBoom({
    fd: 1,
    sync: false,
    minLength: blockBytes,
    periodicFlush: flushEveryMs,
    maxLength: mostWaitingBytes,
    retryEAGAIN: () => !isEnding || (tries += 1) <= lastTries,
  })
  output.on('error', () => {})
  process.once('exit', () => {
    isEnding = true
    try {
      output.flushSync()
    } catch {
      // nobody reads it any more
    }
  })
  return output
}
