import { FileMoved } from './same-file.ts'

// Primary result codes of https://sqlite.org/rescode.html
const ioError = 10
const corrupt = 11
const cannotOpen = 14
const notADatabase = 26
const primaryCode = 0xff

/** Whether only a new connection can help, as after a read or write error; not so for a full disk or a busy file. */
export function connectionIsLost(error: unknown): boolean {
  if (error instanceof FileMoved) return true
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return [ioError, corrupt, cannotOpen, notADatabase].includes(error.errcode & primaryCode)
}
