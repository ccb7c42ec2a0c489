import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { ConciergeError } from '@cx-concierge/contract/errors'
import { Kysely } from 'kysely'
import { answerQuestion } from '../engine/answer-question.ts'
import type { Question } from '../engine/requests.ts'
import type { Tables } from '../engine/tables.ts'
import { createSignatureCheck, createSigner } from '../signing.ts'
import type { Checkpoint } from '../store.ts'
import { createAppender } from './appender.ts'
import { createBatchWriter } from './batch-writer.ts'
import { connectionIsLost } from './connection-is-lost.ts'
import { dialectOver } from './dialect.ts'
import { expectedSchema } from './expected-schema.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './messages.ts'
import { checkReadable, migrate } from './migrate.ts'
import { openDatabase, openReader } from './open-database.ts'
import { sqliteReader } from './reader.ts'
import { createSameFileCheck } from './same-file.ts'
import type { Schema } from './schema-check.ts'
import { createSchemaGuard } from './schema-guard.ts'
import { verifyRecord } from './verify-record.ts'
import { createWorks } from './works.ts'

const openingWaitMs = 15_000
const { file, lockWaitMs, signingKey, publicKey, readOnly }: WorkerSettings = workerData

function say(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(message)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Connects the open database to the main thread until one of them is done with the other. */
function serve(database: DatabaseSync, kysely: Kysely<Tables>, expected: Schema): void {
  const appender = createAppender(database, createSchemaGuard(database, expected))
  const batches = createBatchWriter(database, appender)
  const doWork = createWorks(database, { appender, batches, sign: createSigner(signingKey) })
  const isSigned = createSignatureCheck(publicKey)
  const provable = { file, database, lockWaitMs, isSigned, expected }
  const record = { reader: sqliteReader(kysely), isSigned, verify: (known: readonly Checkpoint[]) => verifyRecord(provable, known) }
  const checkSameFile = readOnly ? (): void => {} : createSameFileCheck(file)

  function leave(): void {
    parentPort?.close()
    database.close()
  }

  /** Says that something failed. Ends this worker when only a new one can do better. */
  function fail(error: unknown, failed: (reason: string) => FromWorker): void {
    const lost = connectionIsLost(error)
    if (lost) say({ kind: 'leaving' })
    say(failed(reasonOf(error)))
    if (lost) leave()
  }

  function attempt<Result>(write: () => Result, done: (result: Result) => FromWorker, failed: (reason: string) => FromWorker): void {
    let result: Result
    try {
      // looked at before as well, so that as little as possible goes where it would be lost
      checkSameFile()
      result = write()
      checkSameFile()
    } catch (error) {
      fail(error, failed)
      return
    }
    say(done(result))
  }

  async function answer(id: number, question: Question): Promise<void> {
    try {
      say({ kind: 'answer', id, value: await answerQuestion(record, question) })
    } catch (error) {
      fail(error, (reason) => ({ kind: 'no_answer', id, reason }))
    }
  }

  parentPort?.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'write':
        attempt(
          () => batches.write(message.rows, message.bodies),
          (outcome) => (outcome === 'bodies_missing' ? { kind: 'bodies_missing' } : { kind: 'committed', fresh: outcome === 'fresh' }),
          (reason) => ({ kind: 'failed', reason }),
        )
        break
      case 'work':
        attempt(
          () => doWork(message.work),
          (value) => ({ kind: 'answer', id: message.id, value }),
          (reason) => ({ kind: 'no_answer', id: message.id, reason }),
        )
        break
      case 'ask':
        void answer(message.id, message.question)
        break
      case 'close':
        leave()
    }
  })
}

try {
  // several may bring one file up to date at the same moment, and each waits for those before it
  const database = readOnly ? openReader(file, lockWaitMs) : openDatabase(file, Math.max(lockWaitMs, openingWaitMs))
  const kysely = new Kysely<Tables>({ dialect: dialectOver(database) })
  const expected = await expectedSchema()
  if (readOnly) checkReadable(database)
  else await migrate(database, kysely, createSigner(signingKey), expected)
  database.exec(`PRAGMA busy_timeout = ${lockWaitMs}`)
  serve(database, kysely, expected)
  say({ kind: 'ready' })
} catch (error) {
  const message = ConciergeError.is(error) ? error.message : 'The record store could not be opened.'
  say({ kind: 'unusable', message, reason: reasonOf(error) })
  parentPort?.close()
}
