// Loaded before every test file: no socket of the tests leaves this machine, also when what should have refused an address is broken.
import { lookup } from 'node:dns'
import { isIP, Socket, type LookupFunction, type TcpSocketConnectOpts } from 'node:net'

type Connect = (this: Socket, ...args: unknown[]) => Socket

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i

const refusal = (address: string): Error => new Error(`a test tried to connect to ${address}, which is not this machine`)

/** The same look-up, but an address outside this machine is an error. */
function onlyLoopback(usual: LookupFunction): LookupFunction {
  return (hostname, options, done) =>
    usual(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [{ address: found }] : found
      const outside = error === null ? addresses.find(({ address }) => !loopback.test(address)) : undefined
      if (outside === undefined) done(error, found, family)
      else done(refusal(outside.address), '')
    })
}

/** What is connected to, whichever way `connect` was called; nothing for a socket file. */
function targetOf(args: readonly unknown[]): TcpSocketConnectOpts | undefined {
  const [first, second] = args
  if (typeof first === 'object' && first !== null)
    return 'path' in first && typeof first.path === 'string' ? undefined : (first as TcpSocketConnectOpts)
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined
  return { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) }
}

const usual = Symbol.for('connect, before this file was loaded for the first time')
const prototype: { [usual]?: Connect; connect: unknown } = Socket.prototype
// several test files share a process, and it is loaded for each of them
const connect = (prototype[usual] ??= Socket.prototype.connect as Connect)

prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  // node:net hands all arguments on as one list
  const target = targetOf(Array.isArray(args[0]) ? args[0] : args)
  if (target === undefined) return connect.apply(this, args)
  const host = target.host ?? 'localhost'
  if (isIP(host) !== 0) return loopback.test(host) ? connect.apply(this, args) : this.destroy(refusal(host))
  const listener = args.findLast((one) => typeof one === 'function')
  const judged = { ...target, host, lookup: onlyLoopback(target.lookup ?? lookup) }
  return connect.apply(this, listener === undefined ? [judged] : [judged, listener])
}
