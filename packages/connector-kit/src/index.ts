export {
  accountAttributes,
  ConciergeError,
  errorCodes,
  type AccountAttribute,
  type AccountId,
  type AccountRecord,
  type Answers,
  type AnyConnector,
  type Call,
  type Connection,
  type Connector,
  type CoverageRecord,
  type Employment,
  type ErrorCode,
  type ErrorDetail,
  type HeadshotRecord,
  type Host,
  type KeyedLookup,
  type Limits,
  type Lookup,
  type LookupName,
  type Lookups,
  type PersonRecord,
  type Provides,
  type RoleHolder,
  type WholeLookup,
} from '@cx-concierge/contract'
export { abortError } from './abort-error.ts'
export { allowedUrl, isAllowedHost, isSafeScheme } from './allowed-host.ts'
export { defineConnector } from './define-connector.ts'
export { createHttp, type Http, type HttpOptions, type HttpReply, type HttpRequest } from './http.ts'
export { errorForStatus, parseJson } from './reply.ts'
export { requestUrl, type Query } from './request-url.ts'
export { retryAfterMs } from './retry-after.ts'
export { secret } from './secret.ts'
export { createTokenKeeper, type TokenKeeper } from './token-keeper.ts'
