import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { inTransaction } from '../sqlite/in-transaction.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import type { FromSpool, SpooledBatch, SpoolWork, ToSpool } from './messages.ts'

const rowsAtOnce = 1000
const lockWaitMs = 1000
const { file } = workerData as { readonly file: string }

/** Batches that wait, each with everything it needs, and the name of the spool. */
function createWorks(database: DatabaseSync): (work: SpoolWork) => unknown {
  database.exec(`CREATE TABLE IF NOT EXISTS spool (id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, batch TEXT NOT NULL)`)
  const findId = database.prepare('SELECT id FROM spool')
  const enterId = database.prepare('INSERT INTO spool (id) VALUES (?)')
  const touch = database.prepare('UPDATE spool SET id = id')
  const waiting = database.prepare('SELECT coalesce(sum(size), 0) AS waiting FROM batches')
  const add = database.prepare('INSERT INTO batches (size, batch) VALUES (?, ?)')
  const read = database.prepare('SELECT number, size, batch FROM batches ORDER BY number')
  const drop = database.prepare('DELETE FROM batches WHERE number <= ?')

  const rowsWaiting = (): number => Number(waiting.get()?.['waiting'])

  function open(): { readonly id: string; readonly rows: number } {
    return inTransaction(database, () => {
      if (findId.get() === undefined) enterId.run(randomBytes(16).toString('base64url'))
      return { id: String(findId.get()?.['id']), rows: rowsWaiting() }
    })
  }

  function oldest(): readonly SpooledBatch[] {
    const batches: SpooledBatch[] = []
    let rows = 0
    for (const row of read.iterate()) {
      rows += Number(row['size'])
      if (batches.length > 0 && rows > rowsAtOnce) break
      const batch = JSON.parse(String(row['batch'])) as Omit<SpooledBatch, 'number'>
      batches.push({ ...batch, number: Number(row['number']) })
    }
    return batches
  }

  return (work) => {
    switch (work.name) {
      case 'open':
        return open()
      case 'probe':
        return inTransaction(database, () => void touch.run())
      case 'append':
        return inTransaction(database, () => void add.run(work.argument.rows.length, JSON.stringify(work.argument)))
      case 'oldest':
        return oldest()
      case 'drop':
      default: {
        const left = inTransaction(database, () => {
          drop.run(work.argument)
          return rowsWaiting()
        })
        // names of persons stood in it
        if (left === 0) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        return left
      }
    }
  }
}

function say(message: FromSpool): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(message)
}

const database = openDatabase(file, lockWaitMs)
const doWork = createWorks(database)

parentPort?.on('message', (message: ToSpool) => {
  if (message.id === 'close') {
    parentPort?.close()
    database.close()
    return
  }
  const { id, work } = message
  try {
    say({ id, value: doWork(work) })
  } catch (error) {
    say({ id, reason: error instanceof Error ? error.message : String(error) })
  }
})
