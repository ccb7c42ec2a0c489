import { Socket } from 'node:net'

type Chunk = string | Buffer | Uint8Array
type Write = (chunk: Chunk, encoding: BufferEncoding, done: (error?: Error) => void) => void
type WriteMany = (chunks: readonly { readonly chunk: Chunk; readonly encoding: BufferEncoding }[], done: (error?: Error) => void) => void

// what every stream is written through in the end
const one = '_write'
const many = '_writev'

/** What went out over one connection. */
export interface Outbound {
  readonly localPort: number | undefined
  readonly remotePort: number | undefined
  readonly bytes: string
}

/** Everything that this process writes to any connection from now on, below every HTTP library, until it is stopped. */
export function captureOutbound(): { readonly connections: () => readonly Outbound[]; stop(): void } {
  const captured = new Map<Socket, { bytes: string; localPort: number | undefined; remotePort: number | undefined }>()
  const prototype = Socket.prototype as unknown as { [one]: Write; [many]: WriteMany }
  const { [one]: write, [many]: writeMany } = prototype
  const keep = (socket: Socket, chunk: Chunk): void => {
    let kept = captured.get(socket)
    if (kept === undefined) {
      const fresh = { bytes: '', localPort: socket.localPort, remotePort: socket.remotePort }
      captured.set(socket, (kept = fresh))
      // what is written first is written before there is a connection
      if (socket.connecting)
        socket.once('connect', () => Object.assign(fresh, { localPort: socket.localPort, remotePort: socket.remotePort }))
    }
    kept.bytes += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')
  }
  prototype[one] = function (this: Socket, chunk, encoding, done) {
    keep(this, chunk)
    write.call(this, chunk, encoding, done)
  }
  prototype[many] = function (this: Socket, chunks, done) {
    for (const { chunk } of chunks) keep(this, chunk)
    writeMany.call(this, chunks, done)
  }
  return {
    connections: () => [...captured.values()],
    stop: () => {
      prototype[one] = write
      prototype[many] = writeMany
    },
  }
}
