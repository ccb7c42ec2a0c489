import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditRecord } from '@cx-concierge/store'
import { modernRequest, postRpc } from '../support/raw-rpc.ts'
import { call, structured } from './support/call.ts'
import { openStoryDesk, type StoryDesk } from './support/story-desk.ts'
import { knownColleague, acmesAssistant, colleague, platform, type TokenClaims } from './support/tokens.ts'

const contact = 'get_escalation_contact'
const secretSubject = 'client-secret-that-is-part-of-a-token'

let desk: StoryDesk
const made: string[] = []
beforeAll(async () => {
  desk = await openStoryDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

interface Traced {
  readonly traceId: string
  readonly decisionId: string | undefined
}

/** Makes one call that can be told apart from all others afterwards. */
async function traced(claims: TokenClaims, tool: string, args: unknown, signal?: AbortSignal): Promise<Traced> {
  const traceId = randomBytes(16).toString('hex')
  const traceparent = `00-${traceId}-${'1'.repeat(16)}-01`
  const token = await desk.token(claims)
  const answered = await call(desk.url, token, tool, args, { traceparent, ...(signal ? { signal } : {}) }).catch(() => undefined)
  const id = answered?.result?.structuredContent?.['decision_id']
  return { traceId, decisionId: typeof id === 'string' ? id : undefined }
}

async function recordsOf(traceIds: readonly string[]): Promise<ReadonlyMap<string, readonly AuditRecord[]>> {
  const audits = await desk.gateway.store.audits({ limit: 1000 })
  return new Map(traceIds.map((traceId) => [traceId, audits.filter((audit) => audit.traceId === traceId)]))
}

/** Waits for records that are written after the caller has gone. */
async function oneRecordEach(traceIds: readonly string[]): Promise<ReadonlyMap<string, readonly AuditRecord[]>> {
  for (let attempt = 0; ; attempt += 1) {
    const records = await recordsOf(traceIds)
    if (attempt > 60 || [...records.values()].every((found) => found.length > 0)) return records
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('every call leaves exactly one audit record, which survives a restart', () => {
  test.each<readonly [string, TokenClaims, string, unknown, Partial<AuditRecord>]>([
    ['answered', platform, contact, { account_id: '12345' }, { outcome: 'answered', tool: `${contact}@1`, result: 'ok -> role csm' }],
    [
      'answered without an account',
      platform,
      contact,
      { account_id: 'NOPE-1' },
      { outcome: 'answered', result: 'not_found -> account_not_found' },
    ],
    [
      'answered by address',
      platform,
      contact,
      { email: 'jane.doe@acme-robotics.example' },
      { outcome: 'answered', customer: 'account:001NwAcmeRobot1IRA' },
    ],
    [
      'an unverified address',
      { ...platform, customerVerified: false },
      contact,
      { email: 'jane.doe@acme-robotics.example' },
      { outcome: 'answered', flags: ['unverified_email'] },
    ],
    [
      'a team',
      platform,
      'get_account_team',
      { account_id: '12345', roles: ['csm'] },
      { outcome: 'answered', input: { account_id: '12345', roles: 'csm' } },
    ],
    ['health', platform, 'get_account_health', { account_id: '12345' }, { outcome: 'answered', tool: 'get_account_health@1' }],
    [
      'an explanation',
      colleague,
      'explain_routing',
      { decision_id: 'dec_bcdfghjkmnpqrstvwxzb' },
      { outcome: 'answered', result: 'no such decision' },
    ],
    [
      'refused: both id and address',
      platform,
      contact,
      { account_id: '1', email: 'jane.doe@acme-robotics.example' },
      { outcome: 'refused', result: 'invalid_input', input: {} },
    ],
    ['refused: arguments of a wrong type', platform, contact, { account_id: 7 }, { outcome: 'refused', result: 'invalid_input' }],
    ['refused: unknown tool', platform, 'drop_table', {}, { outcome: 'refused', result: 'unknown_tool', tool: 'unknown@1' }],
    [
      'refused: a tool for others',
      acmesAssistant,
      'get_account_health',
      { account_id: '12345' },
      { outcome: 'refused', result: 'unknown_tool' },
    ],
    [
      'refused: missing scope',
      { ...platform, scopes: ['cx.route'] },
      'get_account_team',
      { account_id: '12345' },
      { outcome: 'refused', result: 'forbidden' },
    ],
  ])('%s', async (_title, claims, tool, args, expected) => {
    const { traceId, decisionId } = await traced(claims, tool, args)
    made.push(traceId)
    const [found = []] = (await recordsOf([traceId])).values()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ ...expected, subject: claims.subject, audience: claims.audience })
    expect(found[0]?.decisionId).toBe(decisionId)
    const kept = decisionId === undefined ? undefined : await desk.gateway.desk.explain(decisionId, knownColleague)
    const body = kept?.body
    expect(body && { change: body.config_change, audience: body.audience }).toEqual(
      decisionId && { change: '2026-11-18-a', audience: claims.audience },
    )
  })

  test('all of these are still there after a restart, once each', async () => {
    await desk.restart()
    const records = await recordsOf(made)
    expect(made.length).toBeGreaterThan(10)
    expect([...records.values()].filter((found) => found.length !== 1)).toEqual([])
  })

  test('cancelled while a backend hangs', async () => {
    desk.backends.get('salesforce')?.fail({ kind: 'hang' })
    const { traceId } = await traced(platform, contact, { account_id: '001NwIrisBankA1IRI' }, AbortSignal.timeout(100))
    const [found = []] = (await oneRecordEach([traceId])).values()
    desk.backends.get('salesforce')?.fail(undefined)
    expect(found).toMatchObject([{ outcome: 'cancelled', tool: `${contact}@1` }])
  })

  test('hung up while the record was on its way to the disk: it was answered, or it was cancelled, not both', async () => {
    await traced(platform, contact, { account_id: '12345' })
    const { written } = desk.gateway.store.stats()
    const hangUp = new AbortController()
    using busy = new DatabaseSync(join(desk.folder, 'concierge.sqlite'))
    busy.exec('BEGIN IMMEDIATE')
    const calling = traced(platform, contact, { account_id: '12345' }, hangUp.signal)
    while (desk.gateway.store.stats().pending === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    hangUp.abort()
    const { traceId } = await calling
    await new Promise((resolve) => setTimeout(resolve, 50))
    busy.exec('ROLLBACK')
    while (desk.gateway.store.stats().written === written) await new Promise((resolve) => setTimeout(resolve, 2))
    await desk.restart()
    const [found = []] = (await recordsOf([traceId])).values()
    expect(found.map(({ outcome }) => outcome)).toHaveLength(1)
  })

  test('the chain of records is whole', async () => {
    expect(await desk.gateway.store.verify()).toMatchObject({ intact: true })
  })
})

describe('of a customer, the database holds', () => {
  const addresses = [
    'jane.doe@acme-robotics.example',
    'bartholomew@acme-robotics.example',
    'Jane.Doe@Acme-Robotics.example',
    'x+tag@nobody-knows.example',
  ]

  test('an address as one and the same keyed hash, never in the clear, and no token', async () => {
    await using own = await openStoryDesk()
    const tokens: string[] = []
    const seen: AuditRecord[] = []
    for (const email of addresses) {
      for (const claims of [platform, { ...platform, customerVerified: false, subject: secretSubject }, colleague]) {
        const token = await own.token(claims)
        tokens.push(token)
        const answered = await call(own.url, token, contact, { email })
        const audits = await own.gateway.store.audits({ limit: 5 })
        seen.push(...audits.filter(({ decisionId }) => decisionId === structured(answered)['decision_id']))
        await call(own.url, token, contact, { email, account_id: email })
        await call(own.url, token, email, { email })
      }
    }
    const hashes = (email: string) =>
      new Set(seen.filter((_, index) => addresses[Math.floor(index / 3)] === email).map((audit) => audit.input['email']))
    expect(hashes(addresses[0] ?? '')).toEqual(hashes(addresses[2] ?? ''))
    expect(hashes(addresses[0] ?? '').size).toBe(1)
    expect(hashes(addresses[0] ?? '')).not.toEqual(hashes(addresses[1] ?? ''))
    await own.gateway.close()
    for (const name of await readdir(own.folder)) {
      const bytes = (await readFile(join(own.folder, name))).toString('latin1').toLowerCase()
      for (const email of addresses) {
        expect(bytes.includes(email.toLowerCase()), `${email} in ${name}`).toBe(false)
        expect(bytes.includes(email.toLowerCase().split('@')[0] ?? ''), `the name part of ${email} in ${name}`).toBe(false)
      }
      for (const token of tokens) {
        for (const part of token.split('.')) expect(bytes.includes(part.toLowerCase()), `a part of a token in ${name}`).toBe(false)
      }
    }
  })

  test('nothing of an address either when it is smuggled into other places', async () => {
    await using own = await openStoryDesk()
    const address = 'smuggled.person@acme-robotics.example'
    const token = await own.token(platform)
    for (const args of [
      { account_id: address },
      { account_id: '12345', topic: address },
      { account_id: '12345', preferred_language: address },
      { [address]: 1 },
    ]) {
      await call(own.url, token, contact, args)
    }
    const named = { 'io.modelcontextprotocol/clientInfo': { name: address, version: '1' } }
    const { body, headers } = modernRequest('tools/call', { name: contact, arguments: { account_id: '12345' } }, named)
    expect((await postRpc(own.url, token, body, headers)).status).toBe(200)
    await own.gateway.close()
    for (const name of await readdir(own.folder)) {
      const bytes = (await readFile(join(own.folder, name))).toString('latin1').toLowerCase()
      expect(bytes.includes('smuggled.person'), `the address in ${name}`).toBe(false)
    }
  })
})
