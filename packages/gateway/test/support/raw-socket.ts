import { connect } from 'node:net'

/** Sends bytes as they are over one connection, and gives all that came back by the time the other side closed it. */
export function sendBytes(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let received = ''
  const socket = connect(port, '127.0.0.1', () => {
    for (const part of parts) socket.write(part)
  })
  socket.on('error', () => undefined)
  socket.on('data', (bytes) => (received += bytes.toString()))
  socket.on('close', () => resolve(received))
  return promise
}

/** A request as it stands on the wire. */
export function wireRequest(headers: Readonly<Record<string, string>>, body = '', line = 'POST /mcp HTTP/1.1'): string {
  const fields = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line}\r\n${fields.join('')}\r\n${body}`
}

/** The status of every answer in what came back over one connection. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
}
