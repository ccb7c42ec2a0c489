import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { numbersIn, runRecorder } from './run-recorder.ts'
import { openStore, temporaryFile } from './temporary-store.ts'

// Each test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const hasStrace = spawnSync('strace', ['-V']).status === 0
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

test.for([1, 40, 333, 1200, 2500])('killed after %i acknowledged records, the file holds every one of them', async (count) => {
  const file = await temporaryFile()
  const recorder = runRecorder([file, 16])
  await recorder.until(() => recorder.kept.length >= count)
  await recorder.end('SIGKILL')
  const { audits, decisions } = numbersIn(file)
  expect(recorder.kept.length).toBeGreaterThanOrEqual(count)
  expect(recorder.kept.filter((number) => !audits.has(number) || !decisions.has(number))).toEqual([])
  expect(recorder.refused).toEqual([])
  expect(await (await openStore({ file })).verify()).toMatchObject({ intact: true })
})

test('told to end, a process ends by itself with a good exit code', async () => {
  const file = await temporaryFile()
  const recorder = runRecorder([file, 16])
  await recorder.until(() => recorder.kept.length >= 100)
  await recorder.end('SIGTERM')
  expect(recorder.child.exitCode).toBe(0)
  expect(numbersIn(file).audits).toEqual(new Set(recorder.kept))
})

test.runIf(hasStrace)('every acknowledgement comes after the disk was told to keep the record', async () => {
  const file = await temporaryFile()
  const log = join(dirname(dirname(file)), 'strace.log')
  const recorder = runRecorder([file, 1, 0, 0, 20], ['strace', '-f', '-qq', '-e', 'trace=fsync,fdatasync,write', '-o', log])
  await recorder.end()
  let synced = 0
  let acknowledged = 0
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    if (/(fsync|fdatasync).*= 0$/.test(line)) synced += 1
    if (!/ write\(1, "kept \d+\\n"/.test(line)) continue
    acknowledged += 1
    expect(synced, `before acknowledgement ${acknowledged}`).toBeGreaterThan(0)
    synced = 0
  }
  expect(acknowledged).toBe(20)
})

test.runIf(hasPrlimit)('when the file may not grow, records are refused; when it may again, they are written', async () => {
  const file = await temporaryFile()
  const recorder = runRecorder([file, 1, 20_000, 1], ['prlimit', '--fsize=1048576:unlimited'])
  await recorder.until(() => recorder.refused.length > 0)
  const keptBefore = recorder.kept.length
  execFileSync('prlimit', ['--pid', String(recorder.child.pid), '--fsize=unlimited:unlimited'])
  await recorder.until(() => recorder.kept.length > keptBefore + 5)
  await recorder.end('SIGTERM')
  expect(new Set(recorder.refused)).toEqual(new Set(['RECORD_NOT_WRITTEN']))
  const { audits } = numbersIn(file)
  expect(recorder.kept.filter((number) => !audits.has(number))).toEqual([])
})

test('when the log of newest changes is taken away under a running process, nothing that was acknowledged is lost, not even by a kill', async () => {
  const file = await temporaryFile()
  const recorder = runRecorder([file, 4, 0, 1])
  await recorder.until(() => recorder.kept.length >= 50)
  await rm(`${file}-wal`)
  await recorder.until(() => recorder.refused.length > 0)
  const keptBefore = recorder.kept.length
  await recorder.until(() => recorder.kept.length > keptBefore + 20)
  await recorder.end('SIGKILL')
  const { audits } = numbersIn(file)
  expect(recorder.kept.filter((number) => !audits.has(number))).toEqual([])
  expect(await (await openStore({ file })).verify()).toMatchObject({ intact: true })
})
