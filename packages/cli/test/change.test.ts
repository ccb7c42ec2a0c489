import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { giveOrder, takeOrders } from '../src/control/control-socket.ts'
import { openWorld, type World } from '../../../test/change/support/world.ts'
import { conciergeHere } from './support/concierge-here.ts'
import { concierge } from './support/concierge.ts'

const patient = { timeout: 60_000 }

async function openedWorld(): Promise<World> {
  const world = await openWorld()
  onTestFinished(() => world[Symbol.asyncDispose]())
  return world
}

test('a running gateway is reloaded by a command that says what became of it', patient, async () => {
  const world = await openedWorld()
  await using gateway = await world.start()
  await world.mount(world.texts(1))
  const good = await concierge(['reload', '--data', world.data], {}, 30_000)
  expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('change g-1') as string })
  await world.mount({ ...world.texts(2), 'people.yaml': '' })
  const bad = await conciergeHere(['reload', '--data', world.data])
  expect(bad.code).toBe(1)
  expect(bad.stderr).toContain('people.yaml:1:1 error')
  expect(bad.stderr).toContain('still in force: change g-1')
  const findings = JSON.parse((await conciergeHere(['doctor', world.config, '--data', world.data, '--json'])).stdout) as unknown[]
  expect(findings).toContainEqual(
    expect.objectContaining({ point: 'configuration in force', state: 'bad', what: expect.stringContaining('refused') as string }),
  )
  expect((await gateway.end('SIGTERM')).code).toBe(0)
  expect(await readdir(world.data)).not.toContainEqual(expect.stringMatching(/\.sock$/))
})

test('started over bad files it runs on the last good ones and says so; without any it does not start', patient, async () => {
  const world = await openedWorld()
  const first = await world.start()
  await first.end('SIGTERM')
  await world.mount({ ...world.texts(1), 'routing.yaml': 'version: 1\nrules: [' })
  await using again = await world.start()
  const said = again.output().toString()
  expect(said).toContain('Starting on the last good configuration instead: change g-0')
  expect(said).toContain('"from":"last_good"')
  expect(await (await fetch(new URL('/ready', again.url))).text()).toContain('"configuration":"degraded"')
  await world.mount(world.texts(2))
  for (let turn = 0; turn < 200; turn += 1) {
    if ((await (await fetch(new URL('/ready', again.url))).text()).includes('"configuration":"ok"')) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  expect(await giveOrder(world.data, 'status')).toMatchObject([{ answer: { change: 'g-2', from: 'files' } }])
  await rm(join(world.data, 'last-good-config.json'))
  await world.mount({ ...world.texts(3), 'people.yaml': '' })
  const none = await concierge(['start', '--config', world.config, '--data', join(world.folder, 'empty'), '--port', '0'], {}, 30_000)
  expect(none.code).toBe(1)
})

test('orders are taken from the owner alone, known ones only, and what an ended gateway left behind is removed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cx-orders-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'gateway-1.txt'), '')
  const obeyed: string[] = []
  const deaf = await takeOrders(folder, (order) => {
    obeyed.push(order)
    return Promise.resolve({ done: order })
  })
  const [socket = ''] = (await readdir(folder)).filter((name) => name.endsWith('.sock'))
  expect((await stat(join(folder, socket))).mode & 0o777).toBe(0o600)
  expect(await giveOrder(folder, 'status')).toEqual([{ pid: process.pid, answer: { done: 'status' } }])
  const stranger = connect(join(folder, socket))
  stranger.end('erase\n')
  expect(JSON.parse(await text(stranger))).toHaveProperty('error')
  expect(obeyed).toEqual(['status'])
  await deaf()
  expect(await readdir(folder)).toEqual(['gateway-1.txt'])
  expect(await readFile(join(folder, 'gateway-1.txt'), 'utf8')).toBe('')
})
