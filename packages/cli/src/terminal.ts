/** Whether colours make sense: a terminal that shows them, and nobody who asked for none (no-color.org). */
export const usesColours = (): boolean => process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

/** Prints a line. */
export const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Prints a line about something that went wrong. */
export const complain = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
