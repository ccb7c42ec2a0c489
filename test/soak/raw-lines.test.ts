import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openRawLines, type RawEnd, type RawLines } from '../support/load/raw-lines.ts'

type Options = Parameters<typeof openRawLines>[1]

/** A server that does this, and lines to it. */
async function linesTo(
  listener: RequestListener,
  options?: Options,
): Promise<{ ask: (path: string, hangUpAfterMs?: number) => Promise<RawEnd>; raw: RawLines }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const raw = openRawLines(url, options)
  onTestFinished(() => {
    raw.close()
    server.closeAllConnections()
    server.close()
  })
  const ask = (path: string, hangUpAfterMs?: number): Promise<RawEnd> =>
    new Promise((resolve) =>
      raw.send(
        {
          bytes: Buffer.from(`POST ${path} HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n`),
          dueAt: performance.now(),
          ...(hangUpAfterMs === undefined ? {} : { hangUpAfterMs }),
        },
        resolve,
      ),
    )
  return { ask, raw }
}

const echo: RequestListener = ({ url = '' }, response) => {
  if (url.startsWith('/pieces')) {
    // no length is said
    response.write(`${url} in `)
    setTimeout(() => response.end('pieces'), 5)
  } else if (url.startsWith('/close')) response.writeHead(503, { connection: 'close' }).end(url)
  else if (url.startsWith('/cut')) response.destroy()
  else if (!url.startsWith('/hang')) response.end(`äöü ${url}`)
}

test('every answer goes to whoever asked, whole or in pieces, over connections that are kept', async () => {
  const { ask, raw } = await linesTo(echo, { mostConnections: 4 })
  const paths = Array.from({ length: 60 }, (_, number) => `${number % 3 === 0 ? '/pieces' : '/whole'}-${number}`)
  const ends = await Promise.all(paths.map((path) => ask(path)))
  expect(ends.map(({ how, status }) => `${how} ${status}`)).toEqual(paths.map(() => 'answered 200'))
  for (const [place, { text }] of ends.entries()) expect(text).toContain(paths[place])
  expect(raw.most()).toBe(4)
  expect(raw.underWay()).toBe(0)
})

test('a connection that the server closes is not used again, and whoever waits gets another', async () => {
  const { ask, raw } = await linesTo(echo, { mostConnections: 1 })
  const ends = await Promise.all(['/close-1', '/whole-2', '/cut-3', '/whole-4'].map((path) => ask(path)))
  expect(ends.map(({ how, status }) => `${how} ${status}`)).toEqual(['answered 503', 'answered 200', 'cut 0', 'answered 200'])
  expect(raw.open()).toBe(1)
})

test('what is never answered hangs, and what found no connection was never sent', async () => {
  const { ask } = await linesTo(echo, { mostConnections: 1, answerWithinMs: 50 })
  const [first, second] = await Promise.all([ask('/hang'), ask('/hang')])
  expect(first?.how).toBe('hung')
  expect(second?.how).toBe('never sent')
})

test('a caller that goes away is told from one that was left waiting', async () => {
  const { ask } = await linesTo(echo)
  expect((await ask('/hang', 5)).how).toBe('hung up')
  expect((await ask('/whole', 5_000)).how).toBe('answered')
})
