import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { createHttp } from '../src/index.ts'
import { loopbackServer } from './loopback-server.ts'
import { get, thrownBy } from './request.ts'

describe('an answer', () => {
  it.each([204, 301, 404, 500])('of status %i is handed back as it is, and no redirect is followed', async (status) => {
    await using server = await loopbackServer((_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:9/', 'X-One': ['a', 'b'] }).end(),
    )
    const reply = await createHttp(server.host, { baseUrl: server.url }).request(get())
    expect(reply).toMatchObject({ status, headers: { 'x-one': 'a, b' }, text: '' })
  })

  it('stays text, also when it looks like JSON', async () => {
    await using server = await loopbackServer((_, response) => response.setHeader('content-type', 'application/json').end('{"a":1}'))
    expect((await createHttp(server.host, { baseUrl: server.url }).request(get())).text).toBe('{"a":1}')
  })

  it('may be left unread', async () => {
    await using server = await loopbackServer((_, response) => {
      response.write('x')
    })
    const http = createHttp(server.host, { baseUrl: server.url })
    expect(await http.request(get({ headersOnly: true }))).toMatchObject({ status: 200, text: '' })
    await vi.waitFor(() => expect(server.sockets()).toBe(0))
  })

  it.each([
    ['larger than agreed', {}, Buffer.alloc(2000)],
    ['a gzip bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(1_000_000))],
  ])('that is %s is a bad answer', async (_, headers, body) => {
    await using server = await loopbackServer((_request, response) => response.writeHead(200, headers).end(body))
    const http = createHttp(server.host, { baseUrl: server.url, maxBytes: 1500 })
    expect(await thrownBy(http.request(get()))).toMatchObject({ code: 'BACKEND_BAD_ANSWER', retryable: false })
  })

  it.each([
    ['of millions of values in a few kilobytes', `{"data":[${'{},'.repeat(600_000)}{}]}`],
    ['of millions of numbers', `[${'1,'.repeat(600_000)}1]`],
    ['nested without end', '['.repeat(65)],
    ['nested without end, behind white space', ` \n\t${'{"a":'.repeat(65)}`],
  ])('that is JSON %s is a bad answer before it is parsed', async (_, body) => {
    await using server = await loopbackServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
    )
    expect(await thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get()))).toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
  })

  it.each([
    ['as deep and as long as may be', `${'['.repeat(64)}${'1,'.repeat(499_000)}1${']'.repeat(64)}`],
    ['no JSON, whatever it holds', `<p>${'[{,'.repeat(400_000)}`],
    ['with letters beyond ASCII and a byte order mark', `\uFEFF{"name":"Zoë 王"}`],
  ])('that is %s is handed over', async (_, body) => {
    await using server = await loopbackServer((_request, response) => response.end(body))
    const { text } = await createHttp(server.host, { baseUrl: server.url }).request(get())
    expect(text === body.replace('\uFEFF', '')).toBe(true)
  })

  it('that is not what it claims to be is a bad answer', async () => {
    await using server = await loopbackServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'))
    expect(await thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get()))).toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
  })

  it('that is not HTTP is a bad answer', async () => {
    await using server = await loopbackServer((request) => request.socket.end('SSH-2.0-OpenSSH\r\n'))
    expect(await thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get()))).toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
  })
})
