import { ConciergeError } from '@cx-concierge/contract/errors'

/** Which of our steps have not been taken. Throws `CONFIG_INVALID` when others have, which a newer version knows. */
export function lackingSteps(taken: readonly string[], ours: readonly string[]): readonly string[] {
  const unknown = taken.filter((name) => !ours.includes(name))
  if (unknown.length === 0) return ours.filter((name) => !taken.includes(name))
  throw new ConciergeError(
    'CONFIG_INVALID',
    `The record store was written by a newer version of CX Concierge (it has step ${unknown.join(', ')}). Start that version, or give this one another place.`,
  )
}

/** Throws `CONFIG_INVALID` when steps are lacking in what is only to be read. */
export function refuseLacking(lacking: readonly string[]): void {
  if (lacking.length === 0) return
  throw new ConciergeError(
    'CONFIG_INVALID',
    `The records were written by an older version of CX Concierge (they lack step ${lacking.join(', ')}). Start the desk over them once; it brings them up to date.`,
  )
}

/** Throws `CONFIG_INVALID` when there is what our steps did not make, or not what they made. */
export function refuseStrays(strays: readonly string[]): void {
  if (strays.length === 0) return
  throw new ConciergeError(
    'CONFIG_INVALID',
    `The record store holds what CX Concierge did not make, or lacks what it did: ${strays.join(', ')}. It could drop or copy records: find out who could write there.`,
  )
}
