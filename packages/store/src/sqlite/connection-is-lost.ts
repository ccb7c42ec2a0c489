import { FileMoved } from './same-file.ts'

// Primary result codes of https://sqlite.org/rescode.html
const ioError = 10
const corrupt = 11
const cannotOpen = 14
const notADatabase = 26
const primaryCode = 0xff

/** Whether only a new connection can help, as after a read or write error; not so for a full disk or a busy file. */
export function connectionIsLost(error: unknown): boolean {
  return error instanceof FileMoved || isOneOf(error, [ioError, corrupt, cannotOpen, notADatabase])
}

/** Whether the file itself is what is wrong. */
export const isDamaged = (error: unknown): boolean => isOneOf(error, [corrupt, notADatabase])

function isOneOf(error: unknown, codes: readonly number[]): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return codes.includes(error.errcode & primaryCode)
}
