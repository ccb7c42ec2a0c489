import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttp } from '../src/index.ts'
import { hostFor } from './loopback-server.ts'

/** Answers every request with its own path, and every connection's first one a second time after a while. */
async function stuttererUrl(gapMs: number): Promise<string> {
  const answer = (path: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`
  const server = createServer((socket) => {
    let stuttered = false
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      for (const [, path = ''] of bytes.toString().matchAll(/GET (\S+) HTTP/g)) {
        socket.write(answer(path))
        if (stuttered) continue
        stuttered = true
        setTimeout(() => socket.writable && socket.write(answer(path)), gapMs)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.each([
  [0, 4],
  [1, 4],
  [2, 4],
  [5, 4],
  [20, 4],
  [1, 300],
])('a backend that answers twice, %i ms apart, never gives one request the answer of another (%i at once)', async (gapMs, atOnce) => {
  const baseUrl = await stuttererUrl(gapMs)
  const http = createHttp(hostFor([new URL(baseUrl).host]), { baseUrl })
  const wrong: string[] = []
  for (let sent = 0; sent < 300; sent += atOnce) {
    const asked = Array.from({ length: atOnce }, (_, index) => String(sent + index))
    const answers = await Promise.all(
      asked.map((one) => http.request({ method: 'GET', path: [one], signal: AbortSignal.timeout(10_000) }).then(({ text }) => text)),
    )
    wrong.push(...answers.filter((text, index) => text !== `/${asked[index]}`))
  }
  http.close()
  expect(wrong).toEqual([])
})
