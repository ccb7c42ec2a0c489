import { request } from 'node:http'
import { connect, createServer, Socket, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test.each([
  ['by its address', () => connect(9, '192.0.2.1')],
  ['as options', () => connect({ host: '2001:db8::1', port: 9 })],
  ['with a socket made before', () => new Socket().connect(9, '192.0.2.1')],
  ['by a name', () => connect({ host: 'crm.example', port: 9, lookup: (_name, _options, done) => done(null, '192.0.2.1', 4) })],
  [
    'by a name of several addresses',
    () =>
      connect({
        host: 'crm.example',
        port: 9,
        lookup: (_name, _options, done) =>
          done(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '192.0.2.1', family: 4 },
          ]),
      }),
  ],
  ['over HTTP', () => request('http://192.0.2.1:9/')],
])('a test that connects to another machine %s fails', async (_how, open) => {
  const [error] = (await once(open(), 'error')) as [Error]
  expect(error.message).toMatch(/^a test tried to connect to (192\.0\.2\.1|2001:db8::1), which is not this machine$/)
})

test('this machine is reached by address and by name', async () => {
  const server = createServer((socket) => socket.end('here')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const host of ['127.0.0.1', 'localhost']) {
    const socket = connect(port, host)
    expect(String((await once(socket, 'data'))[0])).toBe('here')
    socket.destroy()
  }
  server.close()
})
