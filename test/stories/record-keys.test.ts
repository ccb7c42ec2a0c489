import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { openStoryDesk } from './support/story-desk.ts'
import { platform } from './support/tokens.ts'

// whole desks are opened, and opened again
vi.setConfig({ testTimeout: 60_000 })

const acme = '001NwAcmeRobot1IRA'

test('a desk does not start over records whose hash key is gone or another, and starts again when it is back', async () => {
  await using desk = await openStoryDesk()
  await call(desk.url, await desk.token(platform), 'get_escalation_contact', { email: 'jane.doe@acme-robotics.example' })
  const key = join(desk.folder, 'hash.key')
  await copyFile(key, `${key}.kept`)
  await rm(key)
  await expect(desk.restart()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/^hash\.key is missing beside/),
  })
  await writeFile(key, Buffer.alloc(32, 7))
  await expect(desk.restart()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/^hash\.key is not the one/),
  })
  await rename(`${key}.kept`, key)
  await desk.restart()
  expect(await desk.gateway.store.audits({ limit: 10 })).toHaveLength(1)
})

test('an account is recorded under the one spelling of its id, however it was typed', async () => {
  await using desk = await openStoryDesk()
  const token = await desk.token(platform)
  for (const typed of [acme.slice(0, 15), acme.toLowerCase().slice(0, 15) + acme.slice(15), acme])
    await call(desk.url, token, 'get_escalation_contact', { account_id: typed })
  const lines = await desk.gateway.store.lines({ limit: 100 })
  expect(lines.length).toBeGreaterThan(3)
  expect(new Set(lines.map(({ input }) => input?.['account_id']))).toEqual(new Set([acme]))
  expect(await desk.gateway.store.lines({ customer: `account:${acme}`, limit: 100 })).toHaveLength(lines.length)
})
