// A process of its own that records and says on its standard output what became of each record. Ends well when it was told to, by SIGTERM,
// or has made as many records as it was asked for.
import { writeSync } from 'node:fs'
import { openSqliteStore, type Store } from '../src/index.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'

const [file = '', callers = '1', padding = '0', breathMs = '0', most = 'Infinity'] = process.argv.slice(2)
const store = await openSqliteStore({ file, lockWaitMs: 100 })
let next = 0
const end = new AbortController()
process.on('SIGTERM', () => end.abort())

async function call(into: Store): Promise<void> {
  next += 1
  const number = next
  const audit = sampleAudit(number, { input: { padding: 'x'.repeat(Number(padding)) } })
  const code = await into.record({ audit, decision: sampleDecision(number, `{"number":${number}}`) }).then(
    () => 'kept',
    (error: { code: string }) => error.code,
  )
  // Synchronous, so that what was said cannot be lost with the process.
  writeSync(1, `${code} ${number}\n`)
  await new Promise((resolve) => setTimeout(resolve, Number(breathMs)))
}

async function caller(): Promise<void> {
  while (!end.signal.aborted && next < Number(most)) await call(store)
}

await Promise.all(Array.from({ length: Number(callers) }, caller))
await store.close()
