import { startPretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { describe, expect, it, vi } from 'vitest'
import { start } from '../sandbox/index.ts'
import { headshotsOf, nowMs } from './open-connection.ts'

const sarah = 'sarah.jenkins@northwind.example'
const tom = 'tom.becker@northwind.example'
const options = { data: () => ({ have: [sarah] }), now: () => nowMs }

describe('looking whether a picture exists', () => {
  it.each([{}, { missingStatus: 403 }, { headStatus: 403 }, { headStatus: 405 }, { headStatus: 405, ranges: false }] as const)(
    'works with a CDN that behaves like %j',
    async (behaviour) => {
      await using backend = await start({ ...options, ...behaviour })
      const found = await headshotsOf([sarah, tom], backend.settings)
      expect(found.get(sarah)).toEqual({ url: `${backend.url}/people/11635f2af307823f.jpg` })
      expect(found.get(tom)).toBeUndefined()
    },
  )

  it('takes e-mails in any case', async () => {
    await using backend = await start(options)
    const found = await headshotsOf(['Sarah.Jenkins@Northwind.example'], backend.settings)
    expect(found.get('Sarah.Jenkins@Northwind.example')?.url).toContain('11635f2af307823f')
  })

  it('asks one CDN that takes no HEAD only once with HEAD', async () => {
    await using backend = await start({ ...options, headStatus: 405 })
    await headshotsOf([sarah], backend.settings)
    expect(backend.stats().requests).toBe(2)
  })

  it('shows no SVG, for it may carry scripts', async () => {
    await using backend = await start({ ...options, contentType: 'image/svg+xml' })
    const events: string[] = []
    expect((await headshotsOf([sarah], backend.settings, { events })).get(sarah)).toBeUndefined()
    expect(events).toEqual(['image-cdn-unusable-picture-type'])
  })

  it('asks eight at once and no more', async () => {
    await using backend = await start(options)
    backend.fail({ kind: 'slow', delayMs: 20 })
    const emails = Array.from({ length: 30 }, (_, index) => `user-${index}@northwind.example`)
    expect((await headshotsOf(emails, backend.settings)).size).toBe(30)
    expect(backend.stats().peakConcurrency).toBe(8)
  })

  it('does not wait for a picture to be sent, where HEAD is refused', async () => {
    await using backend = await startPretendBackend({
      name: 'endless',
      routes: (app) => {
        app.head('/*', async (_, reply) => await reply.code(405).send())
        app.get('/*', (_, reply) => {
          reply.hijack()
          reply.raw.writeHead(200, { 'content-type': 'image/jpeg' }).write('the first byte of many')
        })
      },
    })
    const found = await headshotsOf([sarah], { probe_url: `${backend.url}/{email_hash}.jpg` })
    expect(found.get(sarah)).toBeDefined()
    await vi.waitFor(() => expect(backend.stats().inFlight).toBe(0))
  })

  it('leaves off all the others when one fails', async () => {
    let asked = 0
    await using backend = await startPretendBackend({
      name: 'failing once',
      routes: (app) =>
        app.head('/*', async (_, reply) => {
          asked += 1
          return asked === 8 ? await reply.code(503).send() : reply.hijack()
        }),
    })
    const emails = Array.from({ length: 100 }, (_, index) => `user-${index}@northwind.example`)
    await expect(headshotsOf(emails, { probe_url: `${backend.url}/{email_hash}.jpg` })).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
    })
    await vi.waitFor(() => expect(backend.stats().inFlight).toBe(0))
    expect(asked).toBe(8)
  })

  it('passes on how long the CDN wants to be left alone', async () => {
    await using backend = await start(options)
    backend.fail({ kind: 'rate_limited' })
    await expect(headshotsOf([sarah], backend.settings)).rejects.toMatchObject({ code: 'BACKEND_RATE_LIMITED', retryAfterMs: 30_000 })
  })

  it('follows no redirect', async () => {
    await using elsewhere = await start(options)
    await using backend = await startPretendBackend({
      name: 'redirecting',
      routes: (app) => app.route({ method: ['GET', 'HEAD'], url: '/*', handler: async (_, reply) => await reply.redirect(elsewhere.url) }),
    })
    const settings = { probe_url: `${backend.url}/{email_hash}.jpg` }
    await expect(headshotsOf([sarah], settings)).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    expect(elsewhere.stats().requests).toBe(0)
  })
})
