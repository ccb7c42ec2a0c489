import { hasBody, pass, type Exchange } from './exchange.ts'
import type { Fault } from './fault.ts'

const json = { 'content-type': 'application/json' }
const hang = (): void => undefined
const halfBody = '{"totalSize": 1, "done": true, "records": [{"Id": "'

/** Begins an answer of 4 KiB and leaves it there. */
function begin(exchange: Exchange): void {
  exchange.response.writeHead(200, { ...json, 'content-length': '4096' })
  if (hasBody(exchange)) exchange.response.write(halfBody)
  else exchange.response.flushHeaders()
}

const whenSent = (exchange: Exchange, then: () => void): void => void setTimeout(then, 20, exchange)

/** One byte a second, from the status line on. */
function drip({ raw, request }: Exchange): void {
  const bytes = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 64\r\n\r\n{"a":"'
  let at = 0
  const timer = setInterval(() => {
    if (raw.destroyed || at >= bytes.length) clearInterval(timer)
    else request.socket.write(bytes.charAt(at++))
  }, 1_000)
  request.socket.write(bytes.charAt(at++))
}

async function late(exchange: Exchange): Promise<void> {
  const answer = await exchange.ask()
  await new Promise((resolve) => setTimeout(resolve, 120))
  pass(exchange, answer)
}

/** Trouble on the way there, and in the connection. */
export const connectionFaults: readonly Fault[] = [
  { id: 'dns_unknown', group: 'name', title: 'the name does not exist', counts: true, to: 'any', name: 'unknown' },
  { id: 'dns_silent', group: 'name', title: 'the name server does not answer', counts: true, to: 'any', name: 'silence' },
  { id: 'refused', group: 'connection', title: 'connection refused', counts: true, to: 'any', name: 'nobody' },
  { id: 'blackhole', group: 'connection', title: 'no answer to the first packet', counts: true, to: 'any', name: 'blackhole' },
  { id: 'tls_expired', group: 'TLS', title: 'certificate ran out', counts: true, to: 'any', mustFail: true, tls: 'expired' },
  { id: 'tls_other_name', group: 'TLS', title: 'certificate of another name', counts: true, to: 'any', mustFail: true, tls: 'other_name' },
  {
    id: 'tls_self_signed',
    group: 'TLS',
    title: 'certificate nobody vouches for',
    counts: true,
    to: 'any',
    mustFail: true,
    tls: 'self_signed',
  },
  { id: 'tls_old', group: 'TLS', title: 'speaks TLS 1.1 only', counts: true, to: 'any', mustFail: true, tls: 'old' },
  { id: 'latency', group: 'time', title: 'every answer 120 ms late', counts: false, to: 'data', harmless: true, answer: late },
  { id: 'hang_head', group: 'time', title: 'hangs before the headers', counts: true, to: 'any', answer: hang },
  { id: 'hang_body', group: 'time', title: 'hangs in the body', counts: true, to: 'any', answer: begin },
  { id: 'drip', group: 'time', title: 'one byte a second', counts: true, to: 'any', answer: drip },
  {
    id: 'reset_head',
    group: 'connection',
    title: 'reset before the headers',
    counts: true,
    to: 'any',
    answer: ({ raw }) => void raw.resetAndDestroy(),
  },
  {
    id: 'reset_body',
    group: 'connection',
    title: 'reset in the body',
    counts: true,
    to: 'any',
    answer: (exchange) => {
      begin(exchange)
      whenSent(exchange, () => exchange.raw.resetAndDestroy())
    },
  },
  {
    id: 'short_body',
    group: 'connection',
    title: 'ends before its Content-Length',
    counts: true,
    to: 'any',
    answer: (exchange) => {
      begin(exchange)
      whenSent(exchange, () => exchange.request.socket.end())
    },
  },
]
