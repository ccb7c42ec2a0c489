import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { concierge, startDemo, type RunningDemo } from './support/concierge.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { emptyFolder } from './support/config-copy.ts'

let demo: RunningDemo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo[Symbol.asyncDispose]())

const ask = (...words: readonly string[]) => conciergeHere(['ask', ...words, '--url', demo.url])

describe('concierge start --demo', () => {
  test('prints where it listens, who may call and what to try', () => {
    expect(demo.banner).toContain(demo.url)
    for (const token of ['demo-customer', 'demo-service', 'demo-internal']) expect(demo.banner).toContain(token)
    for (const backend of ['salesforce', 'gainsight', 'booking_sheet', 'headshots'])
      expect(demo.banner).toMatch(new RegExp(`${backend}\\s+http://127\\.0\\.0\\.1:\\d+`))
    expect(demo.banner).toContain(`npm run -s ask -- get_escalation_contact account_id=12345 --url ${demo.url}`)
    // wanted: within five seconds; said, not judged, since machines differ
    process.stderr.write(`the demo was ready after ${(demo.readyMs / 1000).toFixed(1)} s\n`)
  })

  test.each([
    ['HOST', ['start', '--demo', '--port', '0'], { HOST: '0.0.0.0' }, concierge],
    ['--host', ['start', '--demo', '--port', '0', '--host', '0.0.0.0'], {}, conciergeHere],
  ] as const)('refuses to listen beyond this machine (%s)', async (_how, args, env, run) => {
    await using folder = await emptyFolder()
    const { code, stdout, stderr } = await run([...args, '--data', folder.path], env)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^DEMO_REFUSED: the demo's tokens are known to everybody/)
  })

  test('says so and ends when its port is taken', async () => {
    await using folder = await emptyFolder()
    const { code, stderr } = await conciergeHere(['start', '--demo', '--port', new URL(demo.url).port, '--data', folder.path])
    expect(code).toBe(1)
    expect(stderr).toMatch(/EADDRINUSE|in use/)
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s, also while a client keeps its connection', async (signal) => {
    await using own = await startDemo()
    const response = await fetch(new URL('/live', own.url))
    await response.text()
    const idle = connect(Number(new URL(own.url).port), '127.0.0.1')
    await new Promise((resolve) => idle.once('connect', resolve))
    const { code, stderr } = await own.end(signal)
    idle.destroy()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test.each([
    ['a word', 'eighty'],
    ['a number too large', '70000'],
    ['a negative number', '-1'],
  ])('refuses %s for a port', async (_what, port) => {
    const { code, stderr } = await conciergeHere(['start', '--demo', `--port=${port}`])
    expect(code).toBe(1)
    expect(stderr).toContain('a port is a number from 0 to 65535')
  })
})

describe('concierge ask', () => {
  test('draws the card', async () => {
    const { code, stdout } = await concierge(['ask', 'get_escalation_contact', 'account_id=12345', '--url', demo.url])
    expect(code).toBe(0)
    for (const words of [
      '╭',
      'Sarah Jenkins',
      'Senior Customer Success Manager · csm',
      'sarah.jenkins@northwind.example',
      'https://book.northwind.example/sarah-jenkins',
      '╰',
    ])
      expect(stdout).toContain(words)
    expect(stdout).not.toContain('\u001B')
    const framed = stdout.split('\n').filter((line) => /[╭│╰]/.test(line))
    expect(new Set(framed.map((line) => line.length)).size).toBe(1)
  })

  test('prints the answer for machines', async () => {
    const { code, stdout } = await ask('get_account_team', 'account_id=12345', 'roles=csm,ae', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'ok', team: { csm: { name: 'Sarah Jenkins' }, ae: { name: 'Priya Nair' } } })
  })

  test('explains', async () => {
    const { code, stdout } = await ask('get_escalation_contact', 'account_id=12345', '--explain')
    expect(code).toBe(0)
    for (const words of ['Why', 'enterprise', 'role csm', 'owner_dedicated', 'account.segment', 'salesforce.segment', 'Looked at'])
      expect(stdout).toContain(words)
    const forMachines = await ask('get_escalation_contact', 'account_id=12345', '--explain', '--json')
    expect(JSON.parse(forMachines.stdout)).toMatchObject({ answer: { status: 'ok' }, explanation: { decision: { rule: 'enterprise' } } })
  })

  test('says which tools there are when it is asked for another', async () => {
    const { code, stderr } = await ask('get_contact', 'account_id=12345', '--as', 'demo-customer')
    expect(code).toBe(1)
    expect(stderr.trim()).toBe('there is no tool "get_contact" for this token; it may use: get_escalation_contact')
  })

  test('hands on what the desk says about wrong arguments, and ends with 1', async () => {
    const wrong = await ask('get_escalation_contact', 'acount_id=12345')
    expect(wrong.code).toBe(1)
    expect(wrong.stdout).toContain('there is no field `acount_id`')
    const { code, stdout } = await ask('get_escalation_contact', 'acount_id=12345', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: expect.stringContaining('acount_id') })
  })

  test('says how arguments are written', async () => {
    const { code, stderr } = await ask('get_escalation_contact', '12345')
    expect(code).toBe(1)
    expect(stderr).toContain('"12345" is not an argument; write NAME=VALUE, such as account_id=12345')
  })

  test('says that a token is not taken, without repeating it', async () => {
    const { code, stderr } = await ask('get_escalation_contact', 'account_id=12345', '--as', 'secret-token-of-mine')
    expect(code).toBe(1)
    expect(stderr).toMatch(/token|401|Unauthorized/i)
    expect(stderr).not.toContain('secret-token-of-mine')
    expect(stderr).not.toContain('start it with')
  })

  test('says when nothing runs there, and how to start it', async () => {
    const { code, stderr } = await concierge(['ask', 'get_escalation_contact', 'account_id=12345', '--url', 'http://127.0.0.1:9/mcp'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/http:\/\/127\.0\.0\.1:9\/mcp cannot be called \(.+\); start it with: npm start/)
  })
})
