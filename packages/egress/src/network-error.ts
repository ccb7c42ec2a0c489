import { ConciergeError } from '@cx-concierge/contract'

const tooLarge = /^maxContentLength\b/
const notHttp = /^(?:HPE_|Z_|ERR_INVALID_CHAR|ERR__ERROR_FORMAT)/

/**
 * Says in our words why no answer came. Takes nothing but the error's code from the original, which knows the whole
 * request: its headers, its address, its body.
 */
export function networkError(error: unknown, source: string): ConciergeError {
  const { code, message } = trace(error)
  const cause = new Error(`request failed: ${code}`)
  if (code === 'HOST_NOT_ALLOWED')
    return new ConciergeError('HOST_NOT_ALLOWED', `"${source}" may not reach that address.`, { source, cause })
  if (tooLarge.test(message)) return new ConciergeError('BACKEND_BAD_ANSWER', 'The backend sent more than we take.', { source, cause })
  if (notHttp.test(code)) return new ConciergeError('BACKEND_BAD_ANSWER', 'The backend sent something unreadable.', { source, cause })
  return new ConciergeError('BACKEND_UNAVAILABLE', 'The backend could not be reached.', { source, cause })
}

function trace(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: 'unknown', message: '' }
  const { code, message } = error as { code?: unknown; message?: unknown }
  return { code: typeof code === 'string' && /^\w+$/.test(code) ? code : 'unknown', message: typeof message === 'string' ? message : '' }
}
