import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { cacheUrl, hasCacheServer } from '../support/cache-server.ts'
import { change, openFollowingDesk, reload } from './support/following-desk.ts'
import { metricsOf } from './support/metrics.ts'
import { connected, withSharedKey } from './support/shared-cache.ts'
import type { StoryDesk, StoryOptions } from './support/story-desk.ts'
import { colleague } from './support/tokens.ts'

// a desk is opened for each, with all its systems
vi.setConfig({ testTimeout: 60_000 })

type Gateway = StoryDesk['gateway']

const isThere = await hasCacheServer()

/** Whatever still comes has come by then. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300))

/** Two gateways over the same files that hear each other. */
async function openTwo(options: StoryOptions = {}): Promise<{ readonly desk: StoryDesk; readonly other: Gateway }> {
  const desk = await openFollowingDesk({ ...options, cacheUrl, edit: withSharedKey() })
  const other = await desk.another()
  await Promise.all([connected(desk.url), connected(other.url)])
  return { desk, other }
}

describe.skipIf(!isThere)('replicas over one cache', () => {
  test('take their files when one of them was told to, once each', async () => {
    const { desk, other } = await openTwo()
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'id: next-one')
    expect(await reload(desk)).toMatchObject({ applied: true, status: { generation: 2 } })
    await expect.poll(() => other.configuration()?.change, { timeout: 10_000 }).toMatch(/^next-one/)
    // as many times as one has said so is enough: nothing goes round
    await quiet()
    expect([desk.gateway.configuration()?.generation, other.configuration()?.generation]).toEqual([2, 2])
  })

  test('are not sent to files that were refused', async () => {
    const { desk, other } = await openTwo()
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'idd: 2026-11-18-a')
    expect(await reload(desk)).toMatchObject({ applied: false })
    await quiet()
    expect(other.configuration()).not.toHaveProperty('refused')
  })

  test('take them once for all who say so while one turn lasts', async () => {
    const { desk, other } = await openTwo()
    for (let count = 0; count < 50; count += 1) desk.gateway.bus.publish({ kind: 'reload' })
    await expect.poll(() => metricsOf(other.url), { timeout: 10_000 }).toContain('concierge_notices_total{kind="reload"} 50')
    await expect.poll(() => other.configuration()?.generation ?? 0).toBeGreaterThan(1)
    await other.reload?.()
    expect(other.configuration()?.generation).toBeLessThan(10)
  })

  test('tell clients that listen to them, once for all, when others have a new menu', async () => {
    const { desk, other } = await openTwo({ now: Date.now })
    const token = await desk.token(colleague)
    const client = new Client({ name: 'listener', version: '1' }, { versionNegotiation: { mode: 'auto' } })
    onTestFinished(() => client.close())
    const headers = { authorization: `Bearer ${token}` }
    await client.connect(new StreamableHTTPClientTransport(new URL(other.url), { requestInit: { headers } }))
    const told = vi.fn<() => void>()
    client.setNotificationHandler('notifications/tools/list_changed', told)
    await client.listen({ toolsListChanged: true })
    for (let count = 0; count < 20; count += 1) desk.gateway.bus.publish({ kind: 'tools' })
    await expect.poll(() => told.mock.calls.length, { timeout: 10_000 }).toBe(1)
    await quiet()
    expect(told).toHaveBeenCalledTimes(1)
  })

  test('say so when their menu changes', async () => {
    const { desk, other } = await openTwo()
    await change(desk, 'access.yaml', /  explain_routing:\n.*\n/, '')
    expect(await reload(desk)).toMatchObject({ applied: true })
    await expect.poll(() => metricsOf(other.url), { timeout: 10_000 }).toContain('concierge_notices_total{kind="tools"} 1')
  })
})
