import { afterEach, describe, expect, it } from 'vitest'
import { start, type SalesforceSandboxOptions } from '../sandbox/index.ts'
import { ask, connect, noon } from './connect.ts'
import { northwind } from './northwind.ts'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function organisation(options: Partial<SalesforceSandboxOptions> = {}) {
  const backend = await start({ data: () => northwind, now: () => noon, ...options })
  const trial = connect(backend.settings)
  cleanUps.push(
    async () => await trial.connection.close?.(),
    async () => await backend.close(),
  )
  const people = async (...keys: string[]) => await ask(trial.connection.lookups.people, keys)
  return { backend, ...trial, people }
}

const omar = '005NwOmarHadda7IRA'

describe('people', () => {
  it('are found by ids and e-mails together, in one request', async () => {
    const { backend, people } = await organisation()
    const found = await people(omar, 'lena.fischer@northwind.example', 'SARAH.jenkins@northwind.example')
    expect(found.get(omar)).toMatchObject([{ employment: 'frozen' }])
    expect(found.get('lena.fischer@northwind.example')).toHaveLength(2)
    expect(found.get('SARAH.jenkins@northwind.example')).toMatchObject([{ email: 'sarah.jenkins@northwind.example' }])
    expect(backend.stats().byRoute).toEqual({ token: 1, composite: 1 })
  })

  it('are never given under an e-mail nobody asked for, since there may be more of that e-mail', async () => {
    const { people } = await organisation()
    expect([...(await people('005NwLenaFisch6IRA')).keys()]).toEqual(['005NwLenaFisch6IRA'])
  })

  it('carry nothing private', async () => {
    const { people } = await organisation()
    const found = await people('005NwSarahJenk1IBB')
    expect(JSON.stringify([...found])).not.toContain('555')
  })

  it('count as not frozen where that cannot be read, which is said once', async () => {
    const { people, logLines } = await organisation({
      refuses: (object) => (object === 'UserLogin' ? { status: 403, errorCode: 'INSUFFICIENT_ACCESS' } : undefined),
    })
    expect((await people(omar)).get(omar)).toMatchObject([{ employment: 'active' }])
    await people(omar)
    expect(logLines).toEqual(['salesforce.frozen_users_not_readable undefined'])
  })

  it('are not guessed at when the list of frozen users fails for another reason', async () => {
    const { people } = await organisation({
      refuses: (object) => (object === 'UserLogin' ? { status: 500, errorCode: 'UNKNOWN_EXCEPTION' } : undefined),
    })
    await expect(people(omar)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })
  })

  it('are not asked for at all when no key can be one of ours', async () => {
    const { backend, people } = await organisation()
    expect((await people('1P0SARAH', `${'x'.repeat(260)}@northwind.example`)).size).toBe(0)
    expect(backend.stats().requests).toBe(0)
  })
})
