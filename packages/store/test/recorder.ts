// A process of its own that records and says on its standard output what became of each record. Ends well when it was told to, by SIGTERM,
// or has made as many records as it was asked for.
import { writeSync } from 'node:fs'
import { openPostgresStore, openSqliteStore, type Store } from '../src/index.ts'
import { sampleAudit, sampleDecision } from './sample-records.ts'

const [where = '', callers = '1', padding = '0', breathMs = '0', most = 'Infinity'] = process.argv.slice(2)
// a file, or a PostgreSQL server, a schema, the folder of a spool and the number of the first record
const [url = '', schema = '', spoolFolder = '', first = '0'] = where.split('#')
const store = where.includes('#')
  ? await openPostgresStore({ url, schema, spoolFolder, answerWithinMs: 300, retryEveryMs: 50 })
  : await openSqliteStore({ file: where, lockWaitMs: 100 })
let next = Number(first)
const end = new AbortController()
const idle = new Int32Array(new SharedArrayBuffer(4))
process.on('SIGTERM', () => end.abort())

/** Synchronous, so that what was said cannot be lost with the process. Waits for a reader that is behind. */
function say(line: string): void {
  for (let rest = Buffer.from(line); rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error
      Atomics.wait(idle, 0, 0, 1)
    }
  }
}

async function call(into: Store): Promise<void> {
  next += 1
  const number = next
  const audit = sampleAudit(number, { input: { padding: 'x'.repeat(Number(padding)) } })
  const code = await into.record({ audit, decision: sampleDecision(`{"number":${number}}`) }).then(
    () => 'kept',
    (error: { code: string }) => error.code,
  )
  say(`${code} ${number}\n`)
  await new Promise((resolve) => setTimeout(resolve, Number(breathMs)))
}

async function caller(): Promise<void> {
  while (!end.signal.aborted && next < Number(most)) await call(store)
}

await Promise.all(Array.from({ length: Number(callers) }, caller))
await store.close()
