import { pass, say, type Exchange } from './exchange.ts'
import type { Fault } from './fault.ts'

const plain = { 'content-type': 'text/plain' }

const status = (code: number) => (exchange: Exchange) => say(exchange, code, plain, `status ${code}`)

/** What a wait may be written as (RFC 9110 §10.2.3), and what it may not. */
const waits: readonly (readonly [string, string, (now: number) => string])[] = [
  ['seconds', 'in seconds', () => '2'],
  ['date', 'as a date', (now) => new Date(now + 2_000).toUTCString()],
  ['absurd', 'of 30 years', () => '1000000000'],
  ['negative', 'below zero', () => '-5'],
  ['garbage', 'nobody can read', () => 'soon; NaN, 12 parsecs'],
]

/** Answers that say no, or that all is lost. */
export const statusFaults: readonly Fault[] = [
  ...waits.map(([id, how, wait]): Fault => ({
    id: `429_${id}`,
    group: 'status',
    title: `429, Retry-After ${how}`,
    counts: false,
    to: 'any',
    answer: (exchange) => say(exchange, 429, { ...plain, 'retry-after': wait(exchange.now) }, 'Too Many Requests'),
  })),
  { id: '500', group: 'status', title: '500, every time', counts: true, to: 'any', answer: status(500) },
  {
    id: '503_flapping',
    group: 'status',
    title: '503, every other time',
    counts: true,
    to: 'any',
    answer: async (exchange) => (exchange.count % 2 === 1 ? status(503)(exchange) : pass(exchange, await exchange.ask())),
  },
  { id: '401', group: 'sign-in', title: '401 without a reason', counts: false, to: 'data', answer: status(401) },
  {
    id: 'session_ends',
    group: 'sign-in',
    title: 'the session ends after one answer',
    counts: false,
    to: 'data',
    needs: 'sign_in',
    asksMore: true,
    answer: async (exchange) => {
      if (exchange.count === 2) exchange.endSession()
      pass(exchange, await exchange.ask())
    },
  },
  {
    id: 'sign_in_down',
    group: 'sign-in',
    title: 'the sign-in is down',
    counts: true,
    to: 'sign_in',
    needs: 'sign_in',
    answer: status(503),
  },
]
