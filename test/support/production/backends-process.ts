// The pretend backends of the repository's own configuration, each behind a proxy that hurts some of the requests when it is told to.
import { connectorPackage } from '@cx-concierge/gateway'
import { startSandbox } from '@cx-concierge/sandbox'
import { readdressed } from '../../faults/readdressed.ts'
import { serveOrders } from '../process-line.ts'
import { randomFrom } from '../random.ts'
import { bigCompany } from './big-company.ts'
import { startHurtingProxy, type HurtingProxy } from './hurting-proxy.ts'
import { mixedFaults } from './mixed-faults.ts'

/** What the backends can be told. */
export type BackendsOrder =
  | { readonly what: 'open'; readonly accounts: number }
  | { readonly what: 'hurt'; readonly part: number }
  | { readonly what: 'count' }

/** How a gateway reaches them, and whom it may be asked about besides Northwind's own customers. */
export interface OpenedBackends {
  readonly overrides: readonly (readonly [
    string,
    { readonly settings: Readonly<Record<string, unknown>>; readonly hosts: readonly string[] },
  ])[]
  readonly accountIds: readonly string[]
}

/** What was asked of them since the start. */
export interface BackendCounts {
  /** By backend. */
  readonly requests: Readonly<Record<string, number>>
  /** By fault. */
  readonly faults: Readonly<Record<string, number>>
}

const connectors = { salesforce: 'salesforce', gainsight: 'gainsight', booking_sheet: 'google-sheets', headshots: 'image-cdn' } as const
const proxies = new Map<string, HurtingProxy>()

async function open(accounts: number): Promise<OpenedBackends> {
  const { company, ids } = await bigCompany(accounts)
  const sandbox = await startSandbox({
    backends: Object.entries(connectors).map(([name, use]) => ({ name, connector: connectorPackage(use) })),
    company: () => company,
    // what vendors allow a day is gone in a minute of this
    with: { salesforce: { dailyCalls: Infinity }, gainsight: { callsPerMinute: null }, booking_sheet: { readsPerMinute: false } },
  })
  const random = randomFrom(1)
  for (const [name, backend] of sandbox.backends) proxies.set(name, await startHurtingProxy(backend, mixedFaults, random))
  return {
    accountIds: ids,
    overrides: [...sandbox.backends].map(([name, { settings, port }]) => {
      const [from, to] = [`127.0.0.1:${port}`, `127.0.0.1:${proxies.get(name)?.port}`]
      return [name, { settings: readdressed(settings, from, to), hosts: [to] }] as const
    }),
  }
}

function count(): BackendCounts {
  const faults: Record<string, number> = {}
  for (const { met } of proxies.values()) for (const [id, times] of Object.entries(met)) faults[id] = (faults[id] ?? 0) + times
  return { requests: Object.fromEntries([...proxies].map(([name, proxy]) => [name, proxy.requests()])), faults }
}

serveOrders(async (order: BackendsOrder) => {
  switch (order.what) {
    case 'open':
      return await open(order.accounts)
    case 'hurt':
      for (const proxy of proxies.values()) proxy.hurt(order.part)
      return undefined
    case 'count':
      return count()
  }
})
