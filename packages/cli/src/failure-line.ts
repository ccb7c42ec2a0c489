import { ConciergeError } from '@cx-concierge/contract'

/** Why the gateway could not start, in one line for people. Of an error that is not ours only what cannot hold anything private. */
export function failureLine(error: unknown): string {
  if (ConciergeError.is(error)) return `${error.code}: ${error.message}`
  if (!(error instanceof Error)) return 'INTERNAL: something was thrown that is no error'
  if (isSystemError(error)) return [error.syscall, error.code, error.address, error.port].filter((part) => part !== undefined).join(' ')
  const place = /^ +at .*:\d+:\d+\)?$/m.exec((error.stack ?? '').replace(error.message, ''))?.[0].trim() ?? 'an unknown place'
  return `INTERNAL: ${/^\w{1,60}$/.test(error.name) ? error.name : 'an error'} ${place}`
}

interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly address?: string
  readonly port?: number
}

const isSystemError = (error: Error): error is SystemError =>
  'syscall' in error && typeof error.syscall === 'string' && 'code' in error && typeof error.code === 'string'
