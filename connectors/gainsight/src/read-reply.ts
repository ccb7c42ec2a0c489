import { ConciergeError, errorForStatus, parseJson, type ErrorCode, type Host, type HttpReply } from '@cx-concierge/connector-kit'
import { envelope, rowsOf, type Envelope, type Row } from './wire.ts'

const minuteMs = 60_000

const codes: Readonly<Record<string, ErrorCode>> = {
  GS_APIG_2401: 'BACKEND_SIGN_IN_FAILED',
  GSOBJ_1024: 'BACKEND_SIGN_IN_FAILED',
  GS_APIG_2402: 'BACKEND_REFUSED',
  GS_APIG_2404: 'BACKEND_RATE_LIMITED',
  GU_2400: 'BACKEND_RATE_LIMITED',
  GU_1101: 'BACKEND_UNAVAILABLE',
  GSOBJ_1003: 'BACKEND_UNAVAILABLE',
  GSOBJ_1002: 'BACKEND_BAD_ANSWER',
}

const sentences: Partial<Record<ErrorCode, string>> = {
  BACKEND_SIGN_IN_FAILED: 'Gainsight does not accept the access key.',
  BACKEND_REFUSED: 'Gainsight does not accept calls from this network.',
  BACKEND_RATE_LIMITED: 'Gainsight has answered as many calls this minute as it allows.',
  BACKEND_UNAVAILABLE: 'Gainsight is out of order.',
}

/** The rows an answer holds; none when it says so in any of the vendor's three ways. Throws for everything else. */
export function readReply(reply: HttpReply, host: Host): readonly Row[] {
  const answer = readEnvelope(reply, host)
  if (answer.result !== true) {
    if (saysNoData(answer)) return []
    throw errorIn(answer, reply, host)
  }
  if (reply.status >= 400) throw errorForStatus(reply, host.name)
  const rows = rowsOf(answer)
  if (rows === undefined) {
    throw new ConciergeError('BACKEND_BAD_ANSWER', 'Gainsight answered in an unexpected shape.', { source: host.name })
  }
  return rows
}

function readEnvelope(reply: HttpReply, host: Host): Envelope {
  try {
    return parseJson(reply, envelope, host.name)
  } catch (error) {
    // a proxy's error page says more by its status
    throw reply.status >= 400 ? statusError(reply, host) : error
  }
}

/** Codes are documented for single endpoints only, so the sentence is looked at too. */
function saysNoData(answer: Envelope): boolean {
  return answer.errorCode === 'GSOBJ_1011' || /^no (?:data|entity)\b/i.test(answer.errorDesc ?? '')
}

function errorIn(answer: Envelope, reply: HttpReply, host: Host): ConciergeError {
  const vendorCode = answer.errorCode ?? answer.title ?? ''
  const code = codes[vendorCode]
  if (code === undefined && reply.status >= 400) return statusError(reply, host)
  // the vendor's own sentence may quote a record, so only its code is kept
  const cause = new Error(`answered ${reply.status} ${/^\w{1,40}$/.test(vendorCode) ? vendorCode : 'without a code'}`)
  if (code === 'BACKEND_RATE_LIMITED') return rateLimited(host, cause)
  const known = code ?? 'BACKEND_BAD_ANSWER'
  return new ConciergeError(known, sentences[known] ?? 'Gainsight did not understand the request; check the field names in the settings.', {
    source: host.name,
    cause,
    saysNo: code === 'BACKEND_BAD_ANSWER',
  })
}

function statusError(reply: HttpReply, host: Host): ConciergeError {
  return reply.status === 429 ? rateLimited(host, new Error('answered with status 429')) : errorForStatus(reply, host.name, host.now())
}

/** The vendor counts in fixed minutes and sends no Retry-After. */
function rateLimited(host: Host, cause: Error): ConciergeError {
  return new ConciergeError('BACKEND_RATE_LIMITED', sentences.BACKEND_RATE_LIMITED ?? '', {
    source: host.name,
    cause,
    retryAfterMs: minuteMs - (host.now() % minuteMs),
  })
}
