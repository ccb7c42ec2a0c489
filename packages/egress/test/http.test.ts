import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ConciergeError } from '@cx-concierge/contract'
import { createHttp } from '../src/index.ts'
import { hostFor, loopbackServer } from './loopback-server.ts'
import { get, thrownBy } from './request.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a base address', () => {
  it.each([
    ['https://other.example', 'HOST_NOT_ALLOWED'],
    ['https://api.example:8443', 'HOST_NOT_ALLOWED'],
    ['https://api.example.evil.example', 'HOST_NOT_ALLOWED'],
    ['https://evilwide.example', 'HOST_NOT_ALLOWED'],
    ['https://wide.example', 'HOST_NOT_ALLOWED'],
    ['https://.wide.example', 'HOST_NOT_ALLOWED'],
    ['http://api.example', 'HOST_NOT_ALLOWED'],
    ['http://169.254.169.254', 'HOST_NOT_ALLOWED'],
    ['file:///etc/passwd', 'HOST_NOT_ALLOWED'],
    ['https://user:word@api.example', 'CONFIG_INVALID'],
    ['https://api.example/?key=1', 'CONFIG_INVALID'],
    ['not an address', 'CONFIG_INVALID'],
    ['https://api.example\\@evil.example', 'CONFIG_INVALID'],
    ['https:\\\\api.example', 'CONFIG_INVALID'],
    ['https://api.\texample', 'CONFIG_INVALID'],
    [' https://api.example', 'CONFIG_INVALID'],
    ['https://ａｐｉ.example', 'CONFIG_INVALID'],
  ])('%s is refused', (baseUrl, code) => {
    const host = hostFor(['api.example', '169.254.169.254', '*.wide.example'])
    expect(() => createHttp(host, { baseUrl })).toThrow(expect.objectContaining({ code }))
  })

  it.each(['https://127.0.0.1', 'https://10.0.0.1:8443', 'https://[::1]', 'https://2130706433', 'https://1.0.0.1'])(
    '%s is refused when the list has only a * that would fit it',
    (baseUrl) => {
      const host = hostFor(['*.0.0.1', '*.0.0.1:8443', '*.1', '*.1]', '*.:1]', '2130706433'])
      expect(() => createHttp(host, { baseUrl })).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }))
    },
  )

  it.each([
    '127.0.0.1',
    '10.0.0.1:8443',
    '[::1]',
    '[fd00::1]',
    '169.254.169.254',
    '[::ffff:169.254.169.254]',
    '168.63.129.16',
    '[64:ff9b::1]',
  ])('https://%s is refused although it is on the list, since it is no public address', (written) => {
    const { host } = new URL(`https://${written}`)
    expect(() => createHttp(hostFor([host]), { baseUrl: `https://${host}` })).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }))
  })

  const privately = (written: string) => createHttp({ ...hostFor([written]), privateHosts: [written] }, { baseUrl: `https://${written}` })

  it.each(['127.0.0.1', '10.0.0.1', '[fd00::1]'])('https://%s is taken when it is listed as private', (written) => {
    expect(() => privately(written)).not.toThrow()
  })

  it.each(['169.254.169.254', '168.63.129.16'])('https://%s is refused even when it is listed as private', (written) => {
    expect(() => privately(written)).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }))
  })

  it('is asked for every request whether it may go out, and a refusal sends nothing', async () => {
    await using server = await loopbackServer((_, response) => response.end())
    const asked: AbortSignal[] = []
    const host = {
      ...server.host,
      admit: (signal: AbortSignal) => {
        asked.push(signal)
        if (asked.length > 1) throw new ConciergeError('QUOTA_SPENT', 'no more')
      },
    }
    const http = createHttp(host, { baseUrl: server.url })
    const { signal } = new AbortController()
    await http.request(get({ signal }))
    expect(await thrownBy(http.request(get({ signal })))).toMatchObject({ code: 'QUOTA_SPENT' })
    expect(asked).toEqual([signal, signal])
    expect(server.connections()).toBe(1)
    await createHttp(host, { baseUrl: server.url, uncounted: true }).request(get())
    expect(asked).toHaveLength(2)
  })

  it.each(['https://api.example', 'https://API.example:443/v1/', 'http://127.0.0.1:99', 'http://localhost:99', 'https://eu.api.example'])(
    '%s is taken when its host is on the list',
    (baseUrl) => {
      const host = hostFor(['api.example', '127.0.0.1:99', 'localhost:99', '*.api.example'])
      expect(() => createHttp(host, { baseUrl })).not.toThrow()
    },
  )
})

describe('a request', () => {
  it('arrives as it was meant, each part encoded', async () => {
    const seen: (string | undefined)[] = []
    await using server = await loopbackServer((request, response) => {
      seen.push(request.method, request.url, request.headers['accesskey'] as string)
      response.end()
    })
    const http = createHttp(server.host, { baseUrl: `${server.url}/v1/`, headers: { accesskey: 'key' } })
    await http.request(get({ path: ['a/b', '?#', 'http://evil.example', 'ü'], query: { q: "it's 1+1 & more", id: ['1', '2'], limit: 5 } }))
    expect(seen).toEqual(['GET', '/v1/a%2Fb/%3F%23/http:%2F%2Fevil.example/%C3%BC?q=it%27s%201%2B1%20%26%20more&id=1&id=2&limit=5', 'key'])
  })

  it.each(['..', '.', '', '\uD800'])('with %j for a path segment is never sent', async (segment) => {
    const http = createHttp(hostFor(['127.0.0.1:9']), { baseUrl: 'http://127.0.0.1:9' })
    expect(await thrownBy(http.request(get({ path: ['photos', segment] })))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.each([
    [{ json: { a: 1 } }, 'application/json', '{"a":1}'],
    [{ form: { a: '1 &', b: 'ü' } }, 'application/x-www-form-urlencoded', 'a=1+%26&b=%C3%BC'],
    [{ rawBody: '{"as": "is" }', headers: { 'content-type': 'text/plain' } }, 'text/plain', '{"as": "is" }'],
  ])('carries %j', async (body, type, text) => {
    await using server = await loopbackServer((request, response) => {
      response.setHeader('x-type', request.headers['content-type'] ?? '')
      request.pipe(response)
    })
    const http = createHttp(server.host, { baseUrl: server.url })
    const reply = await http.request(get({ method: 'POST', ...body }))
    expect(reply).toMatchObject({ text, headers: { 'x-type': type } })
  })

  it('goes where it was sent, whatever proxy the environment names', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9')
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9')
    await using server = await loopbackServer((_, response) => response.end('here'))
    const reply = await createHttp(server.host, { baseUrl: server.url }).request(get())
    expect(reply.text).toBe('here')
  })

  it('has a connection of its own, and none is left after close', async () => {
    await using server = await loopbackServer((_, response) => response.end('ok'))
    const http = createHttp(server.host, { baseUrl: server.url })
    for (let count = 0; count < 3; count += 1) await http.request(get())
    expect(server.connections()).toBe(3)
    http.close()
    await vi.waitFor(() => expect(server.sockets()).toBe(0))
  })

  it('says which host it is for and that it is the last, whatever its headers say', async () => {
    const seen: unknown[] = []
    await using server = await loopbackServer((request, response) => {
      seen.push(request.headersDistinct)
      response.end()
    })
    const headers = { Host: 'evil.example', CONNECTION: 'keep-alive', 'x-one': 'a\r\nx-two: b\r\n\r\nGET /secret HTTP/1.1' }
    await createHttp(server.host, { baseUrl: server.url, headers }).request(get({ headers }))
    expect(seen).toMatchObject([{ host: [new URL(server.url).host], connection: ['close'] }])
    expect(seen[0]).not.toHaveProperty('x-two')
  })

  it('cannot be turned to a socket file or another address', async () => {
    await using server = await loopbackServer((_, response) => response.end('here'))
    const socketPath = join(await mkdtemp(join(tmpdir(), 'cx-socket-')), 's')
    const elsewhere = createServer(() => expect.unreachable()).listen(socketPath)
    const smuggled = { socketPath, baseURL: 'http://127.0.0.1:9', url: 'http://127.0.0.1:9/', proxy: { host: '127.0.0.1', port: 9 } }
    const http = createHttp(server.host, { baseUrl: server.url })
    expect((await http.request({ ...smuggled, ...get() })).text).toBe('here')
    elsewhere.close()
  })
})

describe('trouble on the way', () => {
  it.each([
    ['a reset before the headers', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(), undefined],
    ['a reset in the middle', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy(), 'half'],
    ['an end before the promised length', (socket: { end(): void }) => socket.end(), 'half'],
  ])('such as %s says BACKEND_UNAVAILABLE', async (_, cut, body) => {
    await using server = await loopbackServer((request, response) => {
      if (body === undefined) cut(request.socket)
      else response.writeHead(200, { 'content-length': '100' }).write(body, () => setTimeout(() => cut(request.socket), 10))
    })
    expect(await thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get()))).toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      retryable: true,
    })
  })

  it.each(['http://127.0.0.1:9', 'https://localhost:9', 'https://no-such-name.invalid'])('such as nobody at %s too', async (baseUrl) => {
    const http = createHttp({ ...hostFor([new URL(baseUrl).host]), privateHosts: ['localhost'] }, { baseUrl })
    expect(await thrownBy(http.request(get()))).toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
  })

  it('such as a server without TLS too', async () => {
    await using server = await loopbackServer((_, response) => response.end())
    const host = { ...server.host, privateHosts: ['127.0.0.1'] }
    const http = createHttp(host, { baseUrl: server.url.replace('http:', 'https:') })
    expect(await thrownBy(http.request(get()))).toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
  })

  it('leaves no header, body or query in the error', async () => {
    const http = createHttp(hostFor(['127.0.0.1:9']), { baseUrl: 'http://127.0.0.1:9', headers: { accesskey: 'SECRET-HEADER' } })
    const error = await thrownBy(http.request(get({ method: 'POST', query: { token: 'SECRET-QUERY' }, json: { password: 'SECRET-BODY' } })))
    const everything = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error) + JSON.stringify(error.cause)
    expect(everything).not.toContain('SECRET')
    expect(error.message).not.toContain('127.0.0.1')
  })
})

describe('a caller who leaves', () => {
  it('ends the request with their own reason, before the headers or in the middle of the body', async () => {
    for (const begin of [undefined, 'half']) {
      await using server = await loopbackServer((_, response) => {
        if (begin !== undefined) response.write(begin)
      })
      const controller = new AbortController()
      const reason = new ConciergeError('CALLER_GONE', 'The caller has left.')
      const asked = thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get({ signal: controller.signal })))
      await sleep(30)
      controller.abort(reason)
      expect(await asked).toBe(reason)
      await vi.waitFor(() => expect(server.sockets()).toBe(0))
    }
  })

  it('without a reason of ours has run out of time', async () => {
    await using server = await loopbackServer(() => undefined)
    const asked = createHttp(server.host, { baseUrl: server.url }).request(get({ signal: AbortSignal.timeout(20) }))
    expect(await thrownBy(asked)).toMatchObject({ code: 'BACKEND_TIMEOUT', source: 'backend' })
  })

  it('before anything was sent sends nothing', async () => {
    await using server = await loopbackServer((_, response) => response.end())
    await thrownBy(createHttp(server.host, { baseUrl: server.url }).request(get({ signal: AbortSignal.abort() })))
    expect(server.sockets()).toBe(0)
  })
})
