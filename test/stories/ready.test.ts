import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openStoryDesk } from './support/story-desk.ts'

test('is ready while it can record, and says that it is not when it cannot', async () => {
  await using desk = await openStoryDesk()
  const report = async () => {
    const response = await fetch(desk.url.replace(/\/mcp$/, '/ready'))
    return { status: response.status, body: (await response.json()) as unknown }
  }
  expect(await report()).toMatchObject({ status: 200, body: { ready: true, parts: { store: 'ok' } } })
  // whoever asks in a quiet time has a write tried, and a desk that is asked nothing notices as well
  using other = new DatabaseSync(join(desk.folder, 'concierge.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  desk.advance(31_000)
  expect(await report()).toMatchObject({ status: 503, body: { ready: false, parts: { store: 'down' } } })
  other.exec('ROLLBACK')
  expect(await report()).toMatchObject({ status: 200, body: { ready: true, parts: { store: 'ok' } } })
  await desk.gateway.store.close()
  expect(await report()).toMatchObject({ status: 503, body: { ready: false, parts: { store: 'down' } } })
})

test('shows its numbers to whoever holds the metrics token of access.yaml, and to nobody else', async () => {
  const token = 'a-token-that-nobody-guesses'
  await using desk = await openStoryDesk({
    edit: (text, file) => (file === 'access.yaml' ? text.replace('served_as:', `metrics: { token: ${token} }\nserved_as:`) : text),
  })
  const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await fetch(desk.url.replace(/\/mcp$/, '/metrics'), { headers })).status
  expect(await statusWith({ authorization: `Bearer ${token}` })).toBe(200)
  expect(await statusWith({ authorization: `Bearer ${token}x` })).toBe(404)
  expect(await statusWith({})).toBe(404)
})
