// A desk of its own process over the canary company: told what to do by the process that makes the load.
import { createLog } from '@cx-concierge/gateway'
import type { Fault } from '@cx-concierge/connector-kit/sandbox'
import { serveOrders } from '../support/process-line.ts'
import { openCallerDesk } from '../stories/support/caller-desk.ts'
import { openStoryDesk } from '../stories/support/story-desk.ts'
import type { TokenClaims } from '../stories/support/tokens.ts'
import { subjectOf } from './callers.ts'
import { canaryCompany } from './canary-company.ts'
import { watchMemory } from './kept-memory.ts'

/** What the desk can be told. */
export type Order =
  | { readonly what: 'tokens'; readonly of: readonly TokenClaims[] }
  | { readonly what: 'advance'; readonly ms: number }
  | { readonly what: 'trouble'; readonly backend: string; readonly fault: Fault | 'down' | undefined }
  | { readonly what: 'restart' }
  | { readonly what: 'memory' }
  | { readonly what: 'log' }
  | { readonly what: 'metrics' }
  | { readonly what: 'address' }

const [customers = '3', users = '4', fence = 'token'] = process.argv.slice(2)
const memory = watchMemory()
const lines: string[] = []
const log = createLog({ destination: { write: (line: string) => void lines.push(line) } })
const { company, customers: all, userOf } = await canaryCompany(Number(customers), Number(users))
// a breaker rests by the machine's own time, which nobody here moves
const edit = (text: string): string => text.replaceAll('try_again_after: 30s', 'try_again_after: 250ms')
const people = new Map(all.flatMap(({ own }) => own.map((account) => [subjectOf(account), userOf(account)] as const)))
const callerDesk = fence === 'rights' ? await openCallerDesk({ company, log, edit, people }) : undefined
const desk = callerDesk?.desk ?? (await openStoryDesk({ company, log, edit }))

async function obey(order: Order): Promise<unknown> {
  switch (order.what) {
    case 'tokens':
      return await Promise.all(order.of.map((claims) => desk.token(claims)))
    case 'advance':
      return callerDesk ? callerDesk.wait(order.ms) : desk.advance(order.ms)
    case 'trouble': {
      const backend = desk.backends.get(order.backend)
      if (order.fault === 'down') return await backend?.down()
      await backend?.up()
      return backend?.fail(order.fault)
    }
    case 'restart':
      return await desk.restart()
    case 'memory':
      return memory()
    case 'log':
      return lines.splice(0).join('')
    case 'address':
      return desk.url
    case 'metrics':
      return await (await fetch(new URL('/metrics', desk.url))).text()
  }
}

serveOrders(obey)
