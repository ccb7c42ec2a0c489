/** Whether colours make sense: a terminal that shows them, and nobody who asked for none (no-color.org). */
export const usesColours = (): boolean => process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

/** From here on whoever reads no further, as `head` does, ends the command quietly. */
export function endWithTheReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

/** Prints a line. */
export const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Prints a line about something that went wrong. */
export const complain = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
