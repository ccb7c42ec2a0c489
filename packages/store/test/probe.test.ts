import { rename } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import { createWriteProbe, type WriteOutcome } from '../src/write-probe.ts'
import { sampleAudit } from './sample-records.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

// opening a file starts a thread, which takes its time on a busy machine
vi.setConfig({ testTimeout: 60_000 })

function probeWith(first?: WriteOutcome) {
  const state = { now: 0, newest: first, writes: 0, works: true }
  const write = async (): Promise<void> => {
    state.writes += 1
    await Promise.resolve()
    if (!state.works) throw new Error('no')
  }
  return { state, probe: createWriteProbe({ newest: () => state.newest, write, now: () => state.now }) }
}

test('while calls are recorded nothing is tried; after half a minute without one it is, and again after the next', async () => {
  const { state, probe } = probeWith({ ok: true, at: 0 })
  for (const [now, writes] of [
    [29_999, 0],
    [30_000, 1],
    [59_999, 1],
    [60_000, 2],
  ] as const) {
    state.now = now
    expect(await probe()).toBe(true)
    expect(state.writes).toBe(writes)
  }
})

test('a write that went wrong is held against it until one goes right, whichever is newer', async () => {
  const { state, probe } = probeWith({ ok: false, at: 0 })
  state.works = false
  expect([await probe(), await probe()]).toEqual([false, false])
  expect(state.writes).toBe(2)
  state.works = true
  state.now = 1
  expect(await probe()).toBe(true)
  state.newest = { ok: false, at: 2 }
  state.works = false
  expect(await probe()).toBe(false)
  state.newest = { ok: true, at: 3 }
  expect(await probe()).toBe(true)
})

test('many who ask at once share one try', async () => {
  const { state, probe } = probeWith()
  expect(await Promise.all([probe(), probe(), probe()])).toEqual([true, true, true])
  expect(state.writes).toBe(1)
})

test('a try is a write to the disk: it fails while the file is held, and when it was moved away, and comes back', async () => {
  const file = await temporaryFile()
  const clock = { ms: 0 }
  const store = await openStore({ file, lockWaitMs: 20, now: () => (clock.ms += 40_000) })
  await store.record({ audit: sampleAudit(1) })
  expect(await store.probe()).toBe(true)
  using other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  expect(await store.probe()).toBe(false)
  other.exec('ROLLBACK')
  expect(await store.probe()).toBe(true)
  await rename(file, `${file}.moved`)
  expect(await store.probe()).toBe(false)
  await rename(`${file}.moved`, file)
  await expect.poll(() => store.probe(), { timeout: 5000 }).toBe(true)
  expect(await store.verify()).toMatchObject({ intact: true, lines: 1 })
})
