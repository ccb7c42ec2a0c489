/** What one connection or request may cost before anything is decided. Every value is a number above zero. */
export interface Limits {
  /** Most connections at once; one more is closed before anything is read. */
  readonly connections: number
  /** Longest URL, in characters. */
  readonly urlLength: number
  /** Most bytes of URL and header fields together. */
  readonly headerBytes: number
  /** Most header fields. */
  readonly headerCount: number
  /** Largest request body, in bytes. */
  readonly bodyBytes: number
  /** Deepest nesting of a JSON body. */
  readonly jsonDepth: number
  /** Most keys and list entries of a JSON body, all levels together. */
  readonly jsonElements: number
  /** Most messages in one batch of an older protocol revision. */
  readonly batchMessages: number
  /** Time for a client to send its headers, in milliseconds. */
  readonly headersTimeoutMs: number
  /** Time for a client to send a whole request. */
  readonly requestTimeoutMs: number
  /** How long a connection may be silent in the middle of an exchange. */
  readonly connectionTimeoutMs: number
  /** How long a connection may be silent before its next request; above the idle time of common balancers. One that is not silent either has as long, and the time for headers. */
  readonly keepAliveTimeoutMs: number
  /** Time for an answer, whatever happens behind; tools have shorter deadlines of their own. */
  readonly handlerTimeoutMs: number
  /** Time for the readiness report. */
  readonly readyTimeoutMs: number
  /** Streams open at once that wait for news of the menu. */
  readonly subscriptions: number
  /** How many of them one caller may have. */
  readonly subscriptionsPerCaller: number
  /** How long turns of the event loop may be on average before requests are refused for lack of room. */
  readonly turnMs: number
  /** How long a turn may take in new requests while there is not room for all. */
  readonly busyTurnMs: number
  /** Over how long turns are averaged, and after how long the loop is looked at again. */
  readonly overloadedMs: number
}

/** Limits that suit a gateway behind a balancer. */
export const safeLimits: Limits = {
  connections: 10_000,
  urlLength: 2_048,
  headerBytes: 16_384,
  headerCount: 100,
  bodyBytes: 1_048_576,
  jsonDepth: 64,
  jsonElements: 10_000,
  batchMessages: 16,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  connectionTimeoutMs: 90_000,
  keepAliveTimeoutMs: 72_000,
  handlerTimeoutMs: 30_000,
  readyTimeoutMs: 2_000,
  subscriptions: 256,
  subscriptionsPerCaller: 16,
  turnMs: 20,
  busyTurnMs: 2,
  overloadedMs: 200,
}
