import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { call, structured } from './support/call.ts'
import { explain } from './support/explain.ts'
import { openStoryDesk } from './support/story-desk.ts'
import { colleague, platform } from './support/tokens.ts'

describe('a decided answer that does not pass the gate', () => {
  test('gives way to the last resort, is recorded so, and the next good one is answered', async () => {
    await using desk = await openStoryDesk()
    const ask = async () => await call(desk.url, await desk.token(platform), 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
    // a host that was allowed when the link was checked, and is not any more when the answer leaves
    const hosts = desk.config.policy.company.linkHosts as Set<string>
    const { has } = hosts
    hosts.has = () => true
    desk.company = JSON.parse(
      JSON.stringify(desk.company).replaceAll('book.northwind.example/sarah', 'evil.example/sarah'),
    ) as typeof desk.company
    const withheld = await ask()
    hosts.has = has
    const support = desk.config.policy.pools.get(desk.config.policy.routing.lastResort)
    expect(withheld.result?.isError).toBeUndefined()
    expect(structured(withheld)).toMatchObject({
      status: 'unavailable',
      contact: { kind: 'team', name: support?.name, email: support?.email },
    })
    expect(withheld.raw).not.toContain('evil.example')
    expect(await desk.gateway.store.audits({ limit: 10 })).toMatchObject([
      { tool: 'get_escalation_contact@1', outcome: 'answered', result: 'unavailable -> answer_withheld' },
    ])
    expect((await explain(desk, withheld)).flags).toContain('answer_withheld')
    desk.advance(7 * 24 * 3_600_000)
    expect((await ask()).result?.isError).toBeUndefined()
  })
})

describe('an explanation that does not pass the gate', () => {
  test('is recorded once, as failed', async () => {
    await using desk = await openStoryDesk()
    const token = await desk.token(colleague)
    const answered = await call(desk.url, token, 'get_escalation_contact', { account_id: '001NwAcmeRobot1IRA' })
    const decisionId = String(structured(answered)['decision_id'])
    using editor = new DatabaseSync(join(desk.folder, 'concierge.sqlite'))
    // a body of another shape, which no explanation may have
    editor.exec(`UPDATE bodies SET body = json_set(body, '$.secret', 'x', '$.status', 7)`)
    const withheld = await call(desk.url, token, 'explain_routing', { decision_id: decisionId })
    expect(withheld.result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('Something went wrong') }] })
    const explained = (await desk.gateway.store.lines({ limit: 100 })).filter(({ tool }) => tool === 'explain_routing@1')
    expect(explained).toMatchObject([{ kind: 'call', outcome: 'failed' }])
  })
})
