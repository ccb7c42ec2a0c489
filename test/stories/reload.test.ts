import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createLog } from '@cx-concierge/gateway'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { call, contactOf, structured } from './support/call.ts'
import { change, openFollowingDesk, reload, type FileName } from './support/following-desk.ts'
import { metricsOf } from './support/metrics.ts'
import type { StoryDesk } from './support/story-desk.ts'
import { colleague, issuer, issuerKeys, platform } from './support/tokens.ts'
import { listTools } from './support/list-tools.ts'

// a desk is opened for each, with all its systems
vi.setConfig({ testTimeout: 60_000 })

const contact = 'get_escalation_contact'
const acme = { account_id: '12345' }
const smb = 'success@northwind.example'

const statusOf = (desk: StoryDesk) => {
  const status = desk.gateway.configuration()
  if (!status) throw new Error('this desk does not follow its files')
  return status
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; !(await holds()); turn += 1) {
    if (turn > 300) throw new Error('it did not come to be')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const ready = async (desk: StoryDesk) =>
  (await (await fetch(new URL('/ready', desk.url))).json()) as { readonly ready: boolean; readonly parts: Record<string, string> }

describe('a good change comes into force', () => {
  test('by being asked for, with the next call', async () => {
    const desk = await openFollowingDesk()
    const token = await desk.token(platform)
    expect(contactOf(await call(desk.url, token, contact, acme))).toMatchObject({ name: 'Sarah Jenkins' })
    await change(desk, 'routing.yaml', 'send_to: [role csm, role ae, duty support-manager]', 'send_to: [pool smb-success]')
    expect(contactOf(await call(desk.url, token, contact, acme))).toMatchObject({ name: 'Sarah Jenkins' })
    expect(await reload(desk)).toMatchObject({ applied: true, status: { generation: 2, from: 'files' } })
    expect(contactOf(await call(desk.url, token, contact, acme))).toMatchObject({ email: smb })
    expect(await ready(desk)).toMatchObject({ ready: true, parts: { configuration: 'ok' } })
  })

  test('by itself, when a file is written, is replaced, or its folder is turned to another one', async () => {
    const desk = await openFollowingDesk({ follows: 'files' })
    const file = join(desk.configFolder, 'routing.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('id: 2026-11-18-a', 'id: written'))
    await until(() => statusOf(desk).change.startsWith('written'))
    await writeFile(`${file}.draft`, text.replace('id: 2026-11-18-a', 'id: replaced'))
    await rename(`${file}.draft`, file)
    await until(() => statusOf(desk).change.startsWith('replaced'))
    // as Kubernetes turns a mounted ConfigMap: the files are links through one link, which is what changes
    const mount = async (name: string): Promise<void> => {
      await mkdir(join(desk.configFolder, name))
      await writeFile(join(desk.configFolder, name, 'routing.yaml'), text.replace('id: 2026-11-18-a', `id: ${name}`))
      await symlink(name, join(desk.configFolder, '..data_new'))
      await rename(join(desk.configFolder, '..data_new'), join(desk.configFolder, '..data'))
    }
    await mount('first')
    await symlink(join('..data', 'routing.yaml'), `${file}.link`)
    await rename(`${file}.link`, file)
    await until(() => statusOf(desk).change.startsWith('first'))
    await mount('second')
    await until(() => statusOf(desk).change.startsWith('second'))
    expect(statusOf(desk).generation).toBe(5)
  })

  test('is in the log, the metrics and the record, and is kept for its owner alone, without secrets', async () => {
    const lines: string[] = []
    const desk = await openFollowingDesk({ log: createLog({ destination: { write: (line: string) => void lines.push(line) } }) })
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'id: next-one')
    const { status } = await reload(desk)
    expect(lines.some((line) => line.includes('"event":"config_applied"') && line.includes(status.fingerprint.slice(0, 16)))).toBe(true)
    expect(await metricsOf(desk.url)).toContain(`concierge_config_info{fingerprint="${status.fingerprint.slice(0, 16)}",from="files"} 1`)
    await until(async () => (await desk.gateway.store.audits({ limit: 5, tool: 'config_change@1' })).length === 1)
    expect(await desk.gateway.store.audits({ limit: 5, tool: 'config_change@1' })).toMatchObject([
      {
        outcome: 'answered',
        input: { fingerprint: status.fingerprint.slice(0, 16) },
        result: expect.stringContaining('next-one') as string,
      },
    ])
    const kept = join(desk.folder, 'last-good-config.json')
    await until(async () => (await readFile(kept, 'utf8')).includes('next-one'))
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
    expect(await readFile(kept, 'utf8')).not.toContain('something')
  })
})

describe('a bad set changes nothing, and every fault of it is told', () => {
  const bad: readonly (readonly [string, FileName, string | RegExp, string, string])[] = [
    ['that is no YAML', 'people.yaml', 'version: 1', 'version: [1', 'people.yaml'],
    ['with a key nobody knows', 'routing.yaml', 'last_resort:', 'last_resorts:', 'last_resorts'],
    ['with a key twice', 'access.yaml', 'version: 1', 'version: 1\nversion: 1', 'unique'],
    ['with two rules of one name', 'routing.yaml', 'id: enterprise', 'id: smb', 'smb'],
    ['with a secret that is not there', 'connectors.yaml', 'tab: Booking links', 'tab: ${env:NOT_THERE_AT_ALL}', 'NOT_THERE_AT_ALL'],
    ['half written', 'routing.yaml', /id: smb[^]*/, 'id: smb\n    label: Small acc', 'routing.yaml'],
    ['of no bytes', 'people.yaml', /[^]*/, '', 'people.yaml'],
  ]
  test.each(bad)('%s', async (_what, file, from, to, told) => {
    const desk = await openFollowingDesk()
    const token = await desk.token(platform)
    const before = statusOf(desk)
    await change(desk, file, from, to)
    const report = await reload(desk)
    expect(report.applied).toBe(false)
    expect(report.faults.map((fault) => `${fault.file} ${fault.where} ${fault.what}`).join('\n')).toContain(told)
    expect(statusOf(desk)).toMatchObject({ fingerprint: before.fingerprint, generation: 1, refused: { faults: report.faults } })
    expect(contactOf(await call(desk.url, token, contact, acme))).toMatchObject({ name: 'Sarah Jenkins' })
    expect(await ready(desk)).toMatchObject({ ready: true, parts: { configuration: 'degraded' } })
    expect(await metricsOf(desk.url)).toContain('concierge_config_reloads_total{result="refused"} 1')
    expect(await desk.gateway.store.audits({ limit: 5, tool: 'config_change@1' })).toMatchObject([{ outcome: 'refused' }])
  })

  test('whose system does not answer; a system that has not changed is not asked', async () => {
    const desk = await openFollowingDesk()
    await desk.backends.get('gainsight')?.down()
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'id: during-an-outage')
    expect(await reload(desk)).toMatchObject({ applied: true })
    await change(desk, 'connectors.yaml', 'calls: [80/minute, 40000/day]', 'calls: [70/minute, 40000/day]')
    const report = await reload(desk)
    expect(report.applied).toBe(false)
    expect(report.faults.filter(({ severity }) => severity === 'error')).toMatchObject([
      { file: 'connectors.yaml', where: 'connectors.gainsight', what: expect.stringContaining('BACKEND_UNAVAILABLE') as string },
    ])
    await desk.backends.get('gainsight')?.up()
    expect(await reload(desk)).toMatchObject({ applied: true })
  })

  test('and once the files are what is in force again, all is well again', async () => {
    const desk = await openFollowingDesk({ follows: 'files' })
    const file = join(desk.configFolder, 'people.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, '')
    await until(async () => (await ready(desk)).parts['configuration'] === 'degraded')
    await writeFile(file, text)
    await until(async () => (await ready(desk)).parts['configuration'] === 'ok')
    expect(statusOf(desk)).toMatchObject({ generation: 1 })
  })
})

describe('each answer comes from one configuration', () => {
  test('a call under way ends by the rules and with the systems it began with', async () => {
    const edit = (text: string): string => text.replaceAll('timeout: 1500ms', 'timeout: 9s')
    const desk = await openFollowingDesk({ edit, deadlineMs: 15_000 })
    const token = await desk.token(platform)
    await call(desk.url, token, contact, acme)
    // one request takes its time, so that the call still asks while the systems are exchanged
    desk.backends.get('salesforce')?.fail({ kind: 'slow', delayMs: 4_000 })
    const slow = call(desk.url, token, contact, { account_id: '001NwIrisBankA1IRI' })
    await until(() => (desk.backends.get('salesforce')?.stats().inFlight ?? 0) > 0)
    desk.backends.get('salesforce')?.fail(undefined)
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'id: later')
    await change(desk, 'connectors.yaml', 'timeout: 9s', 'timeout: 8s')
    expect(await reload(desk)).toMatchObject({ applied: true })
    expect(desk.backends.get('salesforce')?.stats().inFlight).toBe(1)
    expect(structured(await slow)).toMatchObject({ status: 'ok', account_id: '001NwIrisBankA1IRI' })
    const id = String(structured(await slow)['decision_id'])
    const later = String(structured(await call(desk.url, token, contact, acme))['decision_id'])
    expect((await desk.gateway.store.decided(id))?.configChange).toContain('2026-11-18-a')
    expect((await desk.gateway.store.decided(later))?.configChange).toContain('later')
  })

  test('what was read stays remembered where nothing about the system has changed, and only there', async () => {
    const desk = await openFollowingDesk()
    const token = await desk.token(platform)
    await call(desk.url, token, contact, acme)
    const asked = (name: string): number => desk.backends.get(name)?.stats().requests ?? Number.NaN
    const before = { salesforce: asked('salesforce'), gainsight: asked('gainsight') }
    await change(desk, 'connectors.yaml', 'calls: [80/minute, 40000/day]', 'calls: [70/minute, 40000/day]')
    expect(await reload(desk)).toMatchObject({ applied: true })
    const checked = asked('gainsight')
    await call(desk.url, token, contact, acme)
    expect(asked('salesforce')).toBe(before.salesforce)
    expect(asked('gainsight')).toBeGreaterThan(checked)
  })

  test('what is shown of what is remembered follows the new rules', async () => {
    const desk = await openFollowingDesk()
    const token = await desk.token(platform)
    expect(contactOf(await call(desk.url, token, contact, acme))).toHaveProperty('booking_url')
    await change(desk, 'access.yaml', 'email, booking_url, headshot_url', 'email, headshot_url')
    expect(await reload(desk)).toMatchObject({ applied: true })
    expect(contactOf(await call(desk.url, token, contact, acme))).not.toHaveProperty('booking_url')
  })
})

describe('who may do what follows access.yaml', () => {
  const own = `issuer: ${issuer}\n      jwks_file: KEYS\n      algorithms: [ES256]`
  test('a token whose issuer is not believed any more is refused with the next call', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cx-keys-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const keys = join(folder, 'keys.json')
    await writeFile(keys, JSON.stringify(issuerKeys))
    const edit = (text: string, file: string): string =>
      file === 'access.yaml' ? text.replace(/issuer: https:\/\/login[^]*?ES256\]/, own.replace('KEYS', keys)) : text
    const desk = await openFollowingDesk({ issuersOfFiles: true, edit })
    const token = await desk.token(platform)
    expect((await call(desk.url, token, contact, acme)).httpStatus).toBe(200)
    await change(desk, 'access.yaml', `issuer: ${issuer}`, 'issuer: https://somebody.else.example')
    expect(await reload(desk)).toMatchObject({ applied: true })
    expect((await call(desk.url, token, contact, acme)).httpStatus).toBe(401)
  })

  test('a tool that is withdrawn is gone from the menu, and whoever listens is told', async () => {
    const desk = await openFollowingDesk({ now: Date.now })
    const token = await desk.token(colleague)
    const client = new Client({ name: 'listener', version: '1' }, { versionNegotiation: { mode: 'auto' } })
    onTestFinished(() => client.close())
    await client.connect(
      new StreamableHTTPClientTransport(new URL(desk.url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
    )
    let told = 0
    client.setNotificationHandler('notifications/tools/list_changed', () => void (told += 1))
    await client.listen({ toolsListChanged: true })
    await change(desk, 'routing.yaml', 'id: 2026-11-18-a', 'id: same-menu')
    expect(await reload(desk)).toMatchObject({ applied: true })
    await change(desk, 'access.yaml', /  explain_routing:\n.*\n/, '')
    expect(await reload(desk)).toMatchObject({ applied: true })
    await until(() => told === 1)
    expect(await listTools(desk.url, token)).not.toContain('explain_routing')
    await change(desk, 'access.yaml', 'get_account_health: # never', 'get_account_healths: # never')
    expect(await reload(desk)).toMatchObject({ applied: false })
    await change(desk, 'access.yaml', 'get_account_healths: # never', 'get_account_health: # never')
    await change(desk, 'access.yaml', /  get_account_health:[^]*?about: anyone \}\n/, '')
    expect(await reload(desk)).toMatchObject({ applied: true })
    await until(() => told === 2)
  })
})
