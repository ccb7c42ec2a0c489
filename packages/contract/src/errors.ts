/** Whether trying again may help, and whose trouble it is. */
interface ErrorKind {
  readonly retryable: boolean
  /** `backend`: counts against that backend's breaker. */
  readonly blame: 'backend' | 'caller' | 'config' | 'gateway'
}

/** Every code this product can raise. ERRORS.md says of each what happened and what to do; a test keeps them equal. */
export const errorCodes = {
  BACKEND_UNAVAILABLE: { retryable: true, blame: 'backend' },
  BACKEND_TIMEOUT: { retryable: false, blame: 'backend' },
  BACKEND_RATE_LIMITED: { retryable: false, blame: 'backend' },
  BACKEND_SIGN_IN_FAILED: { retryable: false, blame: 'backend' },
  BACKEND_REFUSED: { retryable: false, blame: 'backend' },
  BACKEND_BAD_ANSWER: { retryable: false, blame: 'backend' },
  BACKEND_RESTING: { retryable: false, blame: 'gateway' },
  BACKEND_BUSY: { retryable: false, blame: 'gateway' },
  QUOTA_SPENT: { retryable: false, blame: 'gateway' },
  HOST_NOT_ALLOWED: { retryable: false, blame: 'config' },
  CALLER_GONE: { retryable: false, blame: 'caller' },
  INVALID_INPUT: { retryable: false, blame: 'caller' },
  CONFIG_INVALID: { retryable: false, blame: 'config' },
  CONNECTOR_UNKNOWN: { retryable: false, blame: 'config' },
  DEMO_REFUSED: { retryable: false, blame: 'config' },
  ANSWER_WITHHELD: { retryable: false, blame: 'gateway' },
  RECORD_NOT_WRITTEN: { retryable: false, blame: 'gateway' },
  INTERNAL: { retryable: false, blame: 'gateway' },
} as const satisfies Record<string, ErrorKind>

/** One of the closed list of codes. */
export type ErrorCode = keyof typeof errorCodes

/** What may travel with an error besides its sentence. */
export interface ErrorDetail {
  /** The private reason; never shown to callers. */
  readonly cause?: unknown
  /** The connection that raised it. */
  readonly source?: string
  /** Milliseconds the backend asked us to wait. */
  readonly retryAfterMs?: number
  /** It is the backend's own no to this one request (HTTP 4xx): the backend is well. */
  readonly saysNo?: boolean
}

const brand = Symbol.for('cx-concierge.error')

/** The only error that crosses a package border. `message` is safe to show to a person; private detail goes in `cause`. */
export class ConciergeError extends Error {
  readonly code: ErrorCode
  readonly source: string | undefined
  readonly retryAfterMs: number | undefined
  readonly saysNo: boolean
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ConciergeError'
    this.code = code
    this.source = detail.source
    this.retryAfterMs = detail.retryAfterMs
    this.saysNo = detail.saysNo ?? false
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable
  }

  /** True for errors of this class, also across duplicate installs of this package. */
  static is(value: unknown): value is ConciergeError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
  }
}
