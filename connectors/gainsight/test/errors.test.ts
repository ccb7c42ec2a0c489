import { startPretendBackend } from '@cx-concierge/connector-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { call, openConnection } from './open-connection.ts'

/** A backend that says the same to every query. */
async function sayingAlways(status: number, body: unknown) {
  return await startPretendBackend({
    name: 'gainsight',
    routes: (app) => app.post('/v1/data/objects/query/:object', async (_request, reply) => await reply.code(status).send(body)),
  })
}

const settingsFor = (url: string) => ({ base_url: url, sign_in: { access_key: 'any-key' } })

describe("the vendor's errors", () => {
  it.each([
    [401, { result: false, errorCode: 'GS_APIG_2401', errorDesc: 'Unauthorized' }, 'BACKEND_SIGN_IN_FAILED'],
    [200, { result: false, errorCode: 'GS_APIG_2401', errorDesc: 'Unauthorized' }, 'BACKEND_SIGN_IN_FAILED'],
    [400, { result: false, errorCode: 'GSOBJ_1024', errorDesc: 'Invalid authorization headers' }, 'BACKEND_SIGN_IN_FAILED'],
    [403, { result: false, errorCode: 'GS_APIG_2402', errorDesc: 'IP Address does not lie in range' }, 'BACKEND_REFUSED'],
    [200, { result: false, errorCode: 'GS_APIG_2404', errorDesc: 'limit' }, 'BACKEND_RATE_LIMITED'],
    [429, { result: false, errorCode: 'GU_2400', errorDesc: 'Too many request' }, 'BACKEND_RATE_LIMITED'],
    [429, 'slow down', 'BACKEND_RATE_LIMITED'],
    [500, { result: false, errorCode: 'GU_1101', errorDesc: 'Oops, something went wrong' }, 'BACKEND_UNAVAILABLE'],
    [200, { result: false, errorCode: 'GU_1101', errorDesc: 'Oops, something went wrong' }, 'BACKEND_UNAVAILABLE'],
    [502, 'bad gateway', 'BACKEND_UNAVAILABLE'],
    [404, { result: false, errorCode: 'GS_APIG_1000', errorDesc: 'Route absent' }, 'BACKEND_BAD_ANSWER'],
    [200, { result: false, title: 'OBJECT_NOT_FOUND', errorDesc: 'Object not found' }, 'BACKEND_BAD_ANSWER'],
    [200, { result: false }, 'BACKEND_BAD_ANSWER'],
    [200, {}, 'BACKEND_BAD_ANSWER'],
    [200, { data: [] }, 'BACKEND_BAD_ANSWER'],
    [200, { result: true, data: 'what' }, 'BACKEND_BAD_ANSWER'],
    [200, { result: true, data: [1] }, 'BACKEND_BAD_ANSWER'],
    [200, [], 'BACKEND_BAD_ANSWER'],
  ])('%i %j is %s', async (status, body, code) => {
    await using backend = await sayingAlways(status, body)
    await expect(openConnection(settingsFor(backend.url)).check(call())).rejects.toMatchObject({ code })
  })

  it.each([
    { result: true, data: null },
    { result: true, data: { records: null } },
    { result: false, errorCode: 'GSOBJ_1011', errorDesc: 'Aucune entité' },
    { result: false, errorCode: 'GSOBJ_1099', errorDesc: 'No data found for given criteria' },
  ])('do not include %j, which says that nothing was found', async (body) => {
    await using backend = await sayingAlways(200, body)
    await expect(openConnection(settingsFor(backend.url)).check(call())).resolves.toBeUndefined()
  })

  it('never quote the sentence that came with them, for it may hold a record', async () => {
    await using backend = await sayingAlways(200, { result: false, errorCode: 'GSOBJ_1008', errorDesc: 'bad value ada@northwind.example' })
    const error: unknown = await openConnection(settingsFor(backend.url))
      .check(call())
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    expect(String(error instanceof Error && error.cause)).not.toContain('northwind.example')
  })

  it('include pages that do not come to an end', async () => {
    const page = Array.from({ length: 5000 }, (_, index) => ({ Gsid: `1P0${index}`, Email: `user-${index}@northwind.example` }))
    await using backend = await sayingAlways(200, { result: true, data: { records: page } })
    const { people } = openConnection(settingsFor(backend.url)).lookups
    if (people === undefined || typeof people === 'function') throw new Error('people are read whole')
    await expect(people.whole(call())).rejects.toMatchObject({ code: 'BACKEND_BAD_ANSWER' })
    expect(backend.stats().requests).toBe(2)
  })
})
