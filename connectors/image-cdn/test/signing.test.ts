import { describe, expect, it } from 'vitest'
import { start } from '../sandbox/index.ts'
import type { Recipe } from '../sandbox/verify-signature.ts'
import { written } from '../src/mapping.ts'
import { createSigner, expiryOf } from '../src/signing.ts'
import { headshotsOf, nowMs } from './open-connection.ts'

const sarah = 'sarah.jenkins@northwind.example'
const minuteMs = 60_000
const recipes: Recipe[] = ['cloudfront', 'imgix', 'cloudinary']

describe('signed addresses', () => {
  it.each(recipes)('are accepted by %s, for looking and for showing', async (signing) => {
    await using backend = await start({ data: () => ({ have: [sarah] }), now: () => nowMs, signing })
    const shown = (await headshotsOf([sarah], backend.settings)).get(sarah)
    expect(shown?.url).toContain('11635f2af307823f.jpg')
    expect((await fetch(shown?.url ?? '')).status).toBe(200)
    const forged = shown?.url.replace('11635f2af307823f', '11635f2af3078230') ?? ''
    expect([401, 403]).toContain((await fetch(forged)).status)
  })

  it.each(['cloudfront', 'imgix'] as const)('of %s keep to the query they were configured with', async (signing) => {
    await using backend = await start({ data: () => ({ have: [sarah] }), now: () => nowMs, signing })
    const settings = { ...backend.settings, probe_url: `${backend.url}/people/{email_hash}.jpg?w=96&fit=crop%2Cfaces&text=it%27s` }
    const shown = (await headshotsOf([sarah], settings)).get(sarah)
    expect(shown?.url).toContain('?w=96&fit=crop%2Cfaces&text=it%27s&')
    expect((await fetch(shown?.url ?? '')).status).toBe(200)
  })

  it.each(['cloudfront', 'imgix'] as const)('of %s stop working when they say so', async (signing) => {
    let clock = nowMs
    await using backend = await start({ data: () => ({ have: [sarah] }), now: () => clock, signing })
    const shown = (await headshotsOf([sarah], backend.settings)).get(sarah)
    expect(shown?.expiresAt).toBe(Date.UTC(2026, 10, 20, 10, 0))
    clock = (shown?.expiresAt ?? 0) - 1000
    expect((await fetch(shown?.url ?? '')).status).toBe(200)
    clock += 1000
    expect((await fetch(shown?.url ?? '')).ok).toBe(false)
  })

  it('are the same for everybody who asks within one period, and work for one period at least', () => {
    const period = 15 * minuteMs
    for (let now = nowMs; now < nowMs + 3 * period; now += minuteMs) {
      const left = expiryOf(now, period) - now
      expect(left).toBeGreaterThan(period)
      expect(left).toBeLessThanOrEqual(2 * period)
    }
    expect(expiryOf(nowMs, period)).toBe(expiryOf(nowMs + 13 * minuteMs, period))
  })

  it("match the vendor's own library for Cloudinary", () => {
    const sign = createSigner({ with: 'cloudinary', api_secret: 'b' }, 'headshots')
    const path = ['test', 'image', 'upload', '{signature}', 'c_crop,h_20,w_10', 'v1234', 'image.jpg']
    const { address } = sign({ origin: 'https://res.cloudinary.com', path, query: {} }, nowMs)
    expect(written(address)).toBe('https://res.cloudinary.com/test/image/upload/s--Ai4Znfl3--/c_crop,h_20,w_10/v1234/image.jpg')
  })

  it('cannot be made with a key that is none, and the error does not quote it', () => {
    const signing = { with: 'cloudfront', key_pair_id: 'K2', private_key: 'not a key', valid_for: '15m' } as const
    expect(() => createSigner(signing, 'headshots')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    expect(() => createSigner(signing, 'headshots')).not.toThrow('not a key')
  })
})
