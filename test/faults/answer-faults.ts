import { gzipSync } from 'node:zlib'
import { drifts, drifted } from './drift.ts'
import { hasBody, pass, say, type Exchange } from './exchange.ts'
import type { Fault } from './fault.ts'
import { withoutEnd } from './endless-pages.ts'

const megabyte = 1024 * 1024
const json = { 'content-type': 'application/json' }
const loginPage =
  '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"><input name="password"></form></body></html>'

/** What stands in every text of an answer that nobody asked for. */
export const foreignWord = 'somebody-elses-record'

let bomb: Buffer | undefined

/** Makes the gzip bomb, which takes a second in which nobody should be waiting. */
export function makeBomb(): Buffer {
  bomb ??= gzipSync(Buffer.alloc(200 * megabyte, ' '))
  return bomb
}

function huge(exchange: Exchange): void {
  const { response } = exchange
  const announced = exchange.repeat % 2 === 0 ? {} : { 'content-length': String(200 * megabyte) }
  response.writeHead(200, { ...json, ...announced })
  if (!hasBody(exchange)) return void response.end()
  const chunk = Buffer.alloc(megabyte, ' ')
  let left = 200
  const more = (): void => {
    while (left > 0) {
      left -= 1
      if (!response.write(chunk)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

async function twice(exchange: Exchange): Promise<void> {
  const answer = await exchange.ask()
  const { request, response } = exchange
  const foreign = Buffer.from(String(answer.body).replaceAll(/: ?"[^"]*"/g, `:"${foreignWord}"`))
  const second = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${foreign.length}\r\n\r\n`
  response.shouldKeepAlive = true
  const { socket } = request
  response.once('finish', () => socket.write(Buffer.concat([Buffer.from(second), foreign])))
  pass(exchange, answer)
}

async function drift(exchange: Exchange, id: (typeof drifts)[number][0]): Promise<void> {
  const answer = await exchange.ask()
  pass(exchange, { ...answer, body: drifted(answer.body, id, exchange.repeat) })
}

/** Answers that are not what they should be. */
export const answerFaults: readonly Fault[] = [
  {
    id: 'malformed',
    group: 'answer',
    title: 'JSON that is none',
    counts: true,
    to: 'any',
    needs: 'json',
    answer: (exchange) => say(exchange, 200, json, '{"result": true, "data": [1, 2, <oops>]}'),
  },
  {
    id: 'truncated',
    group: 'answer',
    title: 'JSON that stops short',
    counts: true,
    to: 'data',
    needs: 'json',
    answer: async (exchange) => {
      const { status, headers, body } = await exchange.ask()
      pass(exchange, { status, headers, body: body.subarray(0, Math.floor(body.length * 0.7)) })
    },
  },
  {
    id: 'login_page',
    group: 'answer',
    title: 'login page with status 200',
    counts: true,
    to: 'any',
    answer: (exchange) => say(exchange, 200, { 'content-type': 'text/html' }, loginPage),
  },
  { id: 'huge', group: 'answer', title: '200 MB', counts: true, to: 'any', answer: huge },
  {
    id: 'gzip_bomb',
    group: 'answer',
    title: '200 MB in 200 kB of gzip',
    counts: true,
    to: 'any',
    answer: (exchange) => {
      say(exchange, 200, { ...json, 'content-encoding': 'gzip' }, makeBomb())
    },
  },
  {
    id: 'encoded_1000',
    group: 'answer',
    title: 'Content-Encoding of 1,000 layers',
    counts: true,
    to: 'data',
    answer: async (exchange) => {
      const { status, headers, body } = await exchange.ask()
      const layers = Array.from({ length: 1_000 }, () => 'gzip').join(',')
      pass(exchange, { status, headers: { ...headers, 'content-encoding': layers }, body: gzipSync(gzipSync(body)) })
    },
  },
  ...drifts.map(([id, title]): Fault => ({
    id: `drift_${id}`,
    group: 'schema',
    title,
    counts: true,
    to: 'data',
    needs: 'json',
    changesRecords: true,
    answer: (exchange) => drift(exchange, id),
  })),
  {
    id: 'pages_repeat',
    group: 'schema',
    title: 'the last page leads back to itself',
    counts: true,
    to: 'data',
    needs: 'json',
    changesRecords: true,
    asksMore: true,
    answer: async (exchange) => {
      pass(exchange, withoutEnd(await exchange.ask(), exchange))
    },
  },
  {
    id: 'extra_answer',
    group: 'connection',
    title: 'a second answer nobody asked for',
    counts: false,
    to: 'data',
    harmless: true,
    answer: twice,
  },
]
