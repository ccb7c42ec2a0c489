/** SQLSTATE classes and codes after which the same may go well in a moment, here or on another server (PostgreSQL manual, appendix A). */
const passing = [
  '08', // connection exceptions
  '25006', // a standby, which cannot write
  '40', // rolled back to let another one through
  '53', // no disk, memory or connections left
  '55P03', // the lock was not had in time
  '57', // stopped, starting, cancelled
  '58', // the system around it failed
]

/** What is there is not the record that was left there; to try again would not help. */
export class NotTheRecord extends Error {}

/** Whether an error says that PostgreSQL cannot do its work now, rather than that the work itself is wrong. */
export function isAway(error: unknown): boolean {
  const code = sqlState(error)
  return code === undefined ? isOfTheWay(error) : passing.some((start) => code.startsWith(start))
}

/** Whether only a new connection can help. A lock that was not had, or a full disk, are no reason. */
export function connectionIsLost(error: unknown): boolean {
  const code = sqlState(error)
  return code === undefined ? isOfTheWay(error) : code === '25006' || code.startsWith('08') || code.startsWith('57P')
}

/** Whether an error that is not the server's comes from the way to it. */
function isOfTheWay(error: unknown): boolean {
  return !(error instanceof NotTheRecord || error instanceof TypeError || error instanceof RangeError)
}

/** What the server calls an error; `undefined` when it is not the server's. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
