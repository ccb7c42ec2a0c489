import { ConciergeError, type ErrorCode } from '@cx-concierge/contract'

/** After these what was read before may no longer be shown. */
export const forbidding: ReadonlySet<ErrorCode> = new Set(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'])

/** The code of whatever was thrown. */
export const codeOf = (error: unknown): ErrorCode => (ConciergeError.is(error) ? error.code : 'BACKEND_UNAVAILABLE')
