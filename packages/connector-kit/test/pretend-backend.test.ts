import { describe, expect, it, vi } from 'vitest'
import { startPretendBackend, type Fault } from '../src/sandbox/index.ts'

async function startEcho() {
  return await startPretendBackend({
    name: 'echo',
    routes(app, sim) {
      app.get('/a', { config: { label: 'a' } }, () => (sim.take('rate_limited', 'a') ? 'slow down' : 'a'))
      app.get('/b/:id', () => 'b')
    },
  })
}

const textOf = async (address: string): Promise<string> => await (await fetch(address)).text()

describe('a pretend backend', () => {
  it('goes down, refuses everybody, and comes back under the same address', async () => {
    await using backend = await startEcho()
    expect(await textOf(`${backend.url}/a`)).toBe('a')
    await backend.down()
    await backend.down()
    await expect(fetch(`${backend.url}/a`)).rejects.toThrow('fetch failed')
    await backend.up()
    await backend.up()
    expect(await textOf(`${backend.url}/a`)).toBe('a')
  })

  it('cuts who is waiting when it goes down', async () => {
    await using backend = await startEcho()
    backend.fail({ kind: 'hang' })
    const waiting = textOf(`${backend.url}/a`).catch(() => 'cut')
    await vi.waitFor(() => expect(backend.stats().inFlight).toBe(1))
    await backend.down()
    expect(await waiting).toBe('cut')
    await vi.waitFor(() => expect(backend.stats().inFlight).toBe(0))
  })

  it('counts what it was asked, by route', async () => {
    await using backend = await startEcho()
    await Promise.all(['a', 'b/1', 'b/2', 'nowhere'].map(async (path) => await textOf(`${backend.url}/${path}`)))
    expect(backend.stats()).toMatchObject({ requests: 4, byRoute: { a: 1, 'GET /b/:id': 2, 'unknown route': 1 }, inFlight: 0 })
    backend.resetStats()
    expect(backend.stats()).toEqual({ requests: 0, byRoute: {}, peakConcurrency: 0, inFlight: 0 })
  })

  it('knows how many asked at once', async () => {
    await using backend = await startEcho()
    backend.fail({ kind: 'slow', delayMs: 30 })
    await Promise.all([1, 2, 3].map(async () => await textOf(`${backend.url}/a`)))
    expect(backend.stats()).toMatchObject({ requests: 3, peakConcurrency: 3 })
  })

  it('fails as often as it was told, and only where it was told', async () => {
    await using backend = await startEcho()
    backend.fail({ kind: 'status', status: 503, times: 2, only: 'a' })
    const statuses: number[] = []
    for (const path of ['b/1', 'a', 'a', 'a']) statuses.push((await fetch(`${backend.url}/${path}`)).status)
    expect(statuses).toEqual([200, 503, 503, 200])
  })

  it("leaves the vendor's own words to its routes", async () => {
    await using backend = await startEcho()
    backend.fail({ kind: 'rate_limited', times: 1 })
    expect([await textOf(`${backend.url}/b/1`), await textOf(`${backend.url}/a`), await textOf(`${backend.url}/a`)]).toEqual([
      'b',
      'slow down',
      'a',
    ])
  })

  it.each<[Fault, string]>([
    [{ kind: 'html' }, 'a page'],
    [{ kind: 'cut' }, 'nothing'],
  ])('with the fault %j answers %s', async (fault, expected) => {
    await using backend = await startEcho()
    backend.fail(fault)
    const answer = await fetch(`${backend.url}/a`).then(
      async (response) => await response.text().catch(() => 'nothing'),
      () => 'nothing',
    )
    expect(answer.startsWith('<!doctype html>') ? 'a page' : answer).toBe(expected)
  })

  it('can be broken and watched from a terminal', async () => {
    await using backend = await startEcho()
    const post = async (body: unknown): Promise<number> =>
      (
        await fetch(`${backend.url}/__sim/fault`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status
    expect(await post({ kind: 'status', status: 500 })).toBe(200)
    expect((await fetch(`${backend.url}/a`)).status).toBe(500)
    expect(await post({ kind: 'earthquake' })).toBe(400)
    expect(await post(null)).toBe(200)
    expect((await fetch(`${backend.url}/a`)).status).toBe(200)
    expect(await (await fetch(`${backend.url}/__sim/stats`)).json()).toMatchObject({ backend: 'echo', requests: 2 })
  })
})
