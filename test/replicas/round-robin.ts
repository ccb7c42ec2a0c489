import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * Hands each request to the next of some ports in turn. As a usual balancer does, it tries the next one when a connection is refused, and
 * answers 502 when one breaks: a request that may have been carried out is not repeated here.
 */
export function roundRobin(ports: readonly number[]): ReturnType<typeof createServer> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const hand = (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, tries: number): void => {
    const port = ports[turn++ % ports.length]
    const { method, url: path, headers } = incoming
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', () => outgoing.destroy())
      answer.pipe(outgoing)
    })
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.headersSent) outgoing.destroy()
      else if (error.code === 'ECONNREFUSED' && tries < ports.length) hand(incoming, body, outgoing, tries + 1)
      else outgoing.writeHead(502).end()
    })
    onward.end(body)
  }
  return createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk))
    incoming.on('end', () => hand(incoming, Buffer.concat(chunks), outgoing, 1))
  })
}
