import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '@cx-concierge/gateway'
import { merged, openCallerDesk, priyas, toms, type CallerDesk } from './support/caller-desk.ts'
import { structured, type Answered } from './support/call.ts'

const minutes = 60_000
const nobodys = '001NwNobody0000'

let story: CallerDesk
let logged = ''
beforeAll(async () => {
  story = await openCallerDesk({ log: createLog({ destination: { write: (line: string) => void (logged += line) } }) })
})
beforeEach(async () => {
  // everything remembered is too old by now, and whatever was broken is well
  story.wait(2 * 24 * 60 * minutes)
  story.signInAnew()
  story.revoked.clear()
  await story.exchanger.up()
  await story.desk.backends.get('salesforce')?.up()
})
afterAll(() => story[Symbol.asyncDispose]())

const salesforce = () => {
  const backend = story.desk.backends.get('salesforce')
  if (!backend) throw new Error('no Salesforce')
  return backend
}

/** The whole reply, without what differs from call to call. */
const bytes = ({ raw }: Answered): string => raw.replaceAll(/dec_[a-z]+/g, 'dec_')

const statusOf = (answered: Answered): unknown => structured(answered)['status']

describe('a desk that reads Salesforce with its callers’ own rights', () => {
  it('answers each caller about what is theirs, and says of everything else what it says of nothing', async () => {
    const nothing = bytes(await story.ask('tom', { account_id: nobodys }))
    for (const [who, own, other] of [
      ['priya', priyas, toms],
      ['tom', toms, priyas],
    ] as const) {
      expect(statusOf(await story.ask(who, { account_id: own }))).toBe('ok')
      expect(bytes(await story.ask(who, { account_id: other }))).toBe(nothing)
    }
    // once more, with everything remembered
    expect(statusOf(await story.ask('priya', { account_id: priyas }))).toBe('ok')
    expect(bytes(await story.ask('tom', { account_id: priyas }))).toBe(nothing)
  })

  it('keeps callers apart who ask about the same accounts at the same moment', async () => {
    const rounds = Array.from({ length: 12 }, (_round, index) => [index % 2 ? 'priya' : 'tom', index % 3 ? priyas : toms] as const)
    const answers = await Promise.all(
      rounds.map(async ([who, account]) => [who, account, await story.ask(who, { account_id: account })] as const),
    )
    for (const [who, account, answered] of answers)
      expect([who, account, statusOf(answered)]).toEqual([who, account, (who === 'priya') === (account === priyas) ? 'ok' : 'not_found'])
  })

  it('exchanges a caller’s token once, however many calls wait for it', async () => {
    story.exchanger.resetStats()
    await Promise.all(Array.from({ length: 8 }, () => story.ask('priya', { account_id: priyas })))
    expect(story.exchanger.stats().byRoute).toEqual({ exchange: 1 })
    story.wait(4 * minutes)
    await story.ask('priya', { account_id: priyas })
    expect(story.exchanger.stats().byRoute).toEqual({ exchange: 1 })
    // shortly before its end it is not relied on any more
    story.wait(35_000)
    await story.ask('priya', { account_id: priyas })
    expect(story.exchanger.stats().byRoute).toEqual({ exchange: 2 })
  })

  it('serves what it remembers through an outage to whoever read it, and nothing to anybody else', async () => {
    await story.ask('priya', { account_id: priyas })
    story.wait(20 * minutes)
    await salesforce().down()
    const hers = structured(await story.ask('priya', { account_id: priyas }))
    expect(hers).toMatchObject({ status: 'degraded', contact: { email: 'sarah.jenkins@northwind.example' } })
    const his = structured(await story.ask('tom', { account_id: priyas }))
    expect(his).toMatchObject({ status: 'unavailable' })
    expect(JSON.stringify(his)).not.toMatch(/sarah|acme/i)
  })

  it('finds Salesforce down for a caller whose token cannot be exchanged, and never reads it with rights of its own', async () => {
    salesforce().resetStats()
    expect(structured(await story.ask('stranger', { account_id: priyas }))).toMatchObject({ status: 'unavailable' })
    await story.exchanger.down()
    expect(structured(await story.ask('priya', { account_id: priyas }))).toMatchObject({ status: 'unavailable' })
    expect(salesforce().stats().requests).toBe(0)
  })

  it('tries one fresh token when Salesforce turns a caller away, then shows nothing of what it knew', async () => {
    await story.ask('priya', { account_id: priyas })
    await story.ask('tom', { account_id: toms })
    story.wait(10_000)
    story.revoked.add('priya.nair@northwind.example')
    story.exchanger.resetStats()
    salesforce().resetStats()
    expect(statusOf(await story.ask('priya', { account_id: nobodys }))).toBe('unavailable')
    expect(story.exchanger.stats().byRoute).toEqual({ exchange: 1 })
    expect(salesforce().stats().byRoute).toEqual({ composite: 2 })
    // what was remembered for her a moment ago would still be fresh
    const after = structured(await story.ask('priya', { account_id: priyas }))
    expect(after).toMatchObject({ status: 'unavailable' })
    expect(JSON.stringify(after)).not.toMatch(/sarah|acme/i)
    expect(statusOf(await story.ask('tom', { account_id: toms }))).toBe('ok')
  })

  it('does not tell one caller of a merge that only another’s rights showed', async () => {
    await story.ask('priya', { account_id: merged })
    expect(bytes(await story.ask('tom', { account_id: merged }))).toBe(bytes(await story.ask('tom', { account_id: nobodys })))
  })

  it('sends a caller’s own token to its issuer and nowhere else, and keeps no token at all', async () => {
    const replies = [
      await story.ask('priya', { account_id: priyas }),
      await story.ask('tom', { account_id: priyas }),
      await story.ask('stranger', { account_id: priyas }),
    ]
    const texts = (backend: { seen(): readonly object[] } | undefined): string => JSON.stringify(backend?.seen() ?? [])
    const sent = [...story.desk.backends.values()].map(texts).join('\n')
    const records = await Promise.all(
      (await readdir(story.desk.folder)).map(async (name) => await readFile(join(story.desk.folder, name), 'latin1')),
    )
    const kept = [...records, logged, ...replies.map(({ raw }) => raw)].join('\n')
    const telling = (token: string): string => token.slice(token.lastIndexOf('.') + 1)
    expect(story.callersTokens.size).toBeGreaterThan(3)
    expect(texts(story.exchanger)).toContain(telling([...story.callersTokens.keys()].at(-1) ?? ''))
    for (const token of story.callersTokens.keys()) expect(sent + kept).not.toContain(telling(token))
    expect(sent).toContain(telling(story.exchanger.given.at(-1) ?? ''))
    for (const token of story.exchanger.given) expect(kept).not.toContain(telling(token))
    expect(kept).toContain('get_escalation_contact')
  })

  it('never signs in to Salesforce by itself', () => {
    expect(salesforce().stats().byRoute).not.toHaveProperty('token')
  })
})
