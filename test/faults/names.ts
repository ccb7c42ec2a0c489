// Loaded before the desk: every name leads to this machine, and only there. Names of backends can be led astray.
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import type { NameLeads } from './fault.ts'

const addresses = { home: '127.0.0.1', blackhole: '127.0.0.2', nobody: '127.0.0.3' } as const
const astray = new Map<string, NameLeads>()
const asked = new Map<string, number>()

type Done = (error: NodeJS.ErrnoException | null, found?: unknown, family?: number) => void

function lookup(name: string, options: unknown, callback?: Done): void {
  const done = callback ?? (options as Done)
  asked.set(name, (asked.get(name) ?? 0) + 1)
  const leads = astray.get(name) ?? 'home'
  if (leads === 'silence') return
  const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true
  setImmediate(() => {
    if (leads === 'unknown') done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name }))
    else if (all) done(null, [{ address: addresses[leads], family: 4 }])
    else done(null, addresses[leads], 4)
  })
}

dns.lookup = lookup as typeof dns.lookup
syncBuiltinESMExports()

/** Says where a name leads from now on. */
export const lead = (name: string, where: NameLeads): void => void astray.set(name, where)

/** How often each name was asked for since this was asked last. */
export function takeAsked(): Readonly<Record<string, number>> {
  const counts = Object.fromEntries(asked)
  asked.clear()
  return counts
}
