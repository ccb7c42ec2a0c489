import { ConciergeError, type ErrorCode } from '@cx-concierge/connector-kit'
import { apiErrors } from './wire.ts'

/** An error as Salesforce words it, in the form jsforce throws: its code stands in `errorCode`. */
export interface VendorError extends Error {
  readonly errorCode: string
}

/** Makes the form that jsforce throws, for errors that jsforce does not see: those inside a composite answer. */
function vendorError(errorCode: string, message: string): VendorError {
  return Object.assign(new Error(message), { errorCode })
}

/** For an answer that is not what it should be: not JSON, or JSON of another shape. `where` names places, never values. */
export function unexpectedShape(where: string): VendorError {
  return vendorError('UNEXPECTED_SHAPE', where)
}

/** The most telling error of a failed part of a composite answer. */
export function errorInBody(body: unknown, status: number): VendorError {
  const parsed = apiErrors.safeParse(body)
  const first = parsed.success ? parsed.data[0] : undefined
  return vendorError(first?.errorCode ?? `ERROR_HTTP_${status}`, first?.message ?? '')
}

/** An error whose body was in some other form than Salesforce's own says no more than its status. */
export function withStatus(error: unknown, status: number): unknown {
  return isVendorError(error) && !/^[A-Z][A-Z0-9_]+$/.test(error.errorCode) ? vendorError(`ERROR_HTTP_${status}`, error.message) : error
}

/** Whether signing in again may help. */
export function isExpiredSession(error: unknown): boolean {
  if (!isVendorError(error)) return false
  // refused for what the sign-in is, not for its age (jsforce keeps the same list)
  if (/not valid for use with the REST API|app is not attached to Agent/.test(error.message)) return false
  return error.errorCode === 'INVALID_SESSION_ID' || error.errorCode === 'ERROR_HTTP_401'
}

/** Whether the object or one of its fields does not exist in this edition; to a user who may not know of it Salesforce says the same. */
export function isMissing(error: VendorError): boolean {
  return /^(?:INVALID_TYPE|INVALID_FIELD|FUNCTIONALITY_NOT_ENABLED)$/.test(error.errorCode)
}

/** Whether the object is missing, or closed to the integration user. */
export function isNotReadable(error: VendorError): boolean {
  return isMissing(error) || error.errorCode.startsWith('INSUFFICIENT_ACCESS')
}

const codes: Readonly<Record<string, ErrorCode>> = {
  REQUEST_LIMIT_EXCEEDED: 'BACKEND_RATE_LIMITED',
  INVALID_SESSION_ID: 'BACKEND_SIGN_IN_FAILED',
  INVALID_AUTH_HEADER: 'BACKEND_SIGN_IN_FAILED',
  SERVER_UNAVAILABLE: 'BACKEND_UNAVAILABLE',
  UNKNOWN_EXCEPTION: 'BACKEND_UNAVAILABLE',
  UNABLE_TO_LOCK_ROW: 'BACKEND_UNAVAILABLE',
  QUERY_TIMEOUT: 'BACKEND_TIMEOUT',
  JSON_PARSER_ERROR: 'BACKEND_BAD_ANSWER',
  NOT_FOUND: 'BACKEND_BAD_ANSWER',
  INVALID_QUERY_LOCATOR: 'BACKEND_BAD_ANSWER',
  UNEXPECTED_SHAPE: 'BACKEND_BAD_ANSWER',
}

/** Answers of a system in good health about one request. */
const saysNo = /^(?:ERROR_HTTP_4(?!08)\d\d|JSON_PARSER_ERROR|NOT_FOUND|INVALID_QUERY_LOCATOR)$/

const sentences: Partial<Record<ErrorCode, string>> = {
  BACKEND_RATE_LIMITED: 'Salesforce says its request limit is used up.',
  BACKEND_SIGN_IN_FAILED: 'Salesforce does not accept our session.',
  BACKEND_UNAVAILABLE: 'Salesforce is out of order.',
  BACKEND_TIMEOUT: 'Salesforce gave up on a query that took too long.',
  BACKEND_BAD_ANSWER: 'Salesforce answered something we do not understand.',
  BACKEND_REFUSED: 'Salesforce refused the request.',
}

/** Puts any failure in the gateway's words. The vendor's own message may quote our query, so it travels as the cause only. */
export function toConciergeError(error: unknown, source: string): ConciergeError {
  if (ConciergeError.is(error)) return error
  if (!isVendorError(error))
    return new ConciergeError('INTERNAL', 'Something unforeseen happened while asking Salesforce.', { source, cause: error })
  const code = codes[error.errorCode] ?? codeForStatus(error.errorCode)
  const cause = new Error(`${error.errorCode}: ${plain(error)}`)
  const sentence = missingColumn(error) ?? sentences[code] ?? 'Salesforce refused the request.'
  return new ConciergeError(code, sentence, { source, cause, saysNo: saysNo.test(error.errorCode) })
}

function isVendorError(error: unknown): error is VendorError {
  return error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string'
}

/** jsforce calls an error without a body of the usual form `ERROR_HTTP_<status>`. */
function codeForStatus(errorCode: string): ErrorCode {
  const status = Number(/^ERROR_HTTP_(\d{3})$/.exec(errorCode)?.[1])
  if (Number.isNaN(status) || status === 403) return 'BACKEND_REFUSED'
  if (status === 401) return 'BACKEND_SIGN_IN_FAILED'
  if (status === 429) return 'BACKEND_RATE_LIMITED'
  return status === 408 || status >= 500 ? 'BACKEND_UNAVAILABLE' : 'BACKEND_BAD_ANSWER'
}

/** A missing field is a mistake in our settings: naming it helps, and both names are ours. */
function missingColumn(error: VendorError): string | undefined {
  const [, field, object] = /No such column '([\w.]{1,120})' on entity '(\w{1,80})'/.exec(error.message) ?? []
  return field === undefined || object === undefined
    ? undefined
    : `Salesforce has no field ${field} on ${object}, or hides it from the integration user.`
}

function plain(error: VendorError): string {
  // a page of html says nothing that its status does not
  return /<\w+/.test(error.message) ? 'not in the usual form' : error.message.slice(0, 500)
}
