import { expect, test } from 'vitest'
import { openStoryDesk } from './support/story-desk.ts'

test('is ready while it can record, and says that it is not when it cannot', async () => {
  await using desk = await openStoryDesk()
  const report = async () => {
    const response = await fetch(desk.url.replace(/\/mcp$/, '/ready'))
    return { status: response.status, body: (await response.json()) as unknown }
  }
  expect(await report()).toMatchObject({ status: 200, body: { ready: true, parts: { store: 'ok' } } })
  await desk.gateway.store.close()
  expect(await report()).toMatchObject({ status: 503, body: { ready: false, parts: { store: 'down' } } })
})
