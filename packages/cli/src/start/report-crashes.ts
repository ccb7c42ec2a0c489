import { writeSync } from 'node:fs'
import { errorFields } from '@cx-concierge/gateway'

const standardError = 2

/**
 * Ends the process with 1 when something went wrong that nobody expected, after one line that says what kind of error it was
 * and where in the code. Its message, which may hold anything, is never written.
 */
export function reportCrashes(): void {
  // a rejection nobody handles arrives here too
  process.on('uncaughtException', (error, origin) => {
    try {
      writeSync(
        standardError,
        `${JSON.stringify({ level: 'fatal', time: Date.now(), event: 'crashed', origin, error: errorFields(error) })}\n`,
      )
    } finally {
      process.exit(1)
    }
  })
}
