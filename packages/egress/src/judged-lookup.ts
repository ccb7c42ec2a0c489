import { lookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isLoopbackAddress, isPrivateAddress, isPublicAddress } from './address-range.ts'
import { isAllowedHost, type Reach } from './allowed-host.ts'

/** Finds all addresses of a host name. */
export type Resolve = (hostname: string, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

/** Asks the operating system. */
export const systemResolve: Resolve = (hostname, done) => lookup(hostname, { all: true }, done)

/**
 * A look-up for sockets that resolves once, judges every address and hands on the very addresses it judged: a name server that changes its mind between
 * check and use changes nothing. Fails with code `HOST_NOT_ALLOWED` when any address is not public, unless the name is one of `host.privateHosts`, which
 * may lead into private networks; with `encrypted` false it may lead to this very machine only.
 */
export function judgedLookup(host: Reach, encrypted: boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) callback(error, '')
      else if (first === undefined || !addresses.map(({ address }) => address).every(addressJudge(hostname, host, encrypted)))
        callback(refusal(), '')
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** Whether a host may have an address; without TLS only this very machine's. */
export function addressJudge(hostname: string, host: Reach, encrypted: boolean): (address: string) => boolean {
  const isPrivate = isAllowedHost(hostname, host.privateHosts ?? [])
  if (!encrypted) return (address) => isPrivate && isLoopbackAddress(address)
  return (address) => isPublicAddress(address) || (isPrivate && isPrivateAddress(address))
}

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('an address of the host may not be reached'), { code: 'HOST_NOT_ALLOWED' })
}
