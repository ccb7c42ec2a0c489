// Listens and never accepts: once the backlog is full, the system answers no more first packets.
import { createServer, type AddressInfo } from 'node:net'

const [ports = ''] = process.argv.slice(2)
const listening = ports.split(',').map(
  (port) =>
    new Promise<AddressInfo>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen({ host: '127.0.0.2', port: Number(port), backlog: 1 }, () => resolve(server.address() as AddressInfo))
    }),
)
await Promise.all(listening)
process.send?.('listening')
const { ppid } = process
const sleeper = new Int32Array(new SharedArrayBuffer(4))
// the message leaves before everything stops; a parent that was killed could not end this
setTimeout(() => {
  while (process.ppid === ppid) Atomics.wait(sleeper, 0, 0, 500)
  process.exit(0)
}, 100)
