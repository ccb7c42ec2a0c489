import { createPublicKey } from 'node:crypto'
import { ConciergeError } from '@cx-concierge/contract/errors'
import type { Client } from 'pg'
import { createSignatureCheck, createSigner, temporaryKey } from '../signing.ts'
import { openSpool } from '../spool/spool.ts'
import { GroupCommit } from '../engine/group-commit.ts'
import type { StoreOptions } from '../engine/store-options.ts'
import type { Body } from '../engine/known-bodies.ts'
import type { Row, Written } from '../engine/row.ts'
import type { Checkpoint, Entry, Store } from '../store.ts'
import { createWriteProbe } from '../write-probe.ts'
import { clientConfig } from './address.ts'
import { PostgresBatchWriter } from './batch-writer.ts'
import { isAway } from './is-away.ts'
import { isEffect, isEffectRow } from './is-effect.ts'
import { checkRecord, migrate } from './migrate.ts'
import { Questions } from './questions.ts'
import { RareWorks } from './rare-works.ts'
import { Spooling, type SpoolNews } from './spooling.ts'
import { InDoubt } from './transaction.ts'
import { WriterLine } from './writer-line.ts'

/** How a PostgreSQL store is opened. */
export interface PostgresStoreOptions extends StoreOptions {
  /** `postgres://user:password@host:5432/database?sslmode=verify-full`. Whatever encrypts also checks who answers; `no-verify` alone does not. */
  readonly url: string
  /** The schema that is the record's own, made when it is not there. Default `concierge`. */
  readonly schema?: string
  /** Where entries wait while the database is away, unless they change something. Without it they are refused. */
  readonly spoolFolder?: string
  /** How long a commit or a question may take before the connection counts as lost, in milliseconds. Default 1,500. */
  readonly answerWithinMs?: number
  /** A new connection is tried at most this often, in milliseconds. Default 1,000. */
  readonly retryEveryMs?: number
  /** Told when entries begin to go into the spool, and when all of them have been taken over. */
  readonly tell?: (news: SpoolNews) => void
}

const mostBriefMs = 5_000

/**
 * Opens a store that any number of replicas share: one schema of a PostgreSQL database. Resolves when it is up to date. Throws `CONFIG_INVALID` when
 * the database cannot be used, does not answer, or was written by a newer version; nothing it says holds the password.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const {
    url,
    schema = 'concierge',
    spoolFolder,
    signingKey = temporaryKey(),
    readOnly = false,
    now = () => performance.now(),
    maxPending = 10_000,
    lockWaitMs = 1000,
    answerWithinMs = 1500,
    retryEveryMs = 1000,
    tell = () => undefined,
  } = options
  // however patient somebody is with answers, others wait for no process that froze in its transaction
  const briefMs = Math.min(answerWithinMs, mostBriefMs)
  const config = clientConfig({ url, schema, connectWithinMs: briefMs, readOnly })
  const patience = { lockWaitMs, idleMs: briefMs }
  const isSigned = createSignatureCheck(options.publicKey ?? createPublicKey(signingKey))
  const writer = new PostgresBatchWriter(patience)
  const doubts = new WeakMap<readonly Row[], Checkpoint>()

  const line = new WriterLine({
    config: { ...config, query_timeout: answerWithinMs },
    check: (client) => (readOnly ? checkRecord(client, schema) : migrateOrCheck(client)),
    up: () => void spooling?.drain(),
    down: (reason) => spooling?.begin(reason),
    now,
    retryEveryMs,
  })
  let closed = false
  function checkReachable(): void {
    if (closed) throw new Error('the store is closed')
    if (line.client === undefined) throw new Error('the database is away')
  }
  function checkWritable(): void {
    if (readOnly) throw new Error('the record is open for reading only')
    checkReachable()
  }
  const works = new RareWorks({ config, patience, sign: createSigner(signingKey), answerWithinMs, checkWritable })
  let isNew = true
  async function migrateOrCheck(client: Client): Promise<void> {
    // what was ours a moment ago is never made anew: its place would look like a record that was just begun
    if (isNew) await migrate(client, schema)
    else await checkRecord(client, schema)
    isNew = false
  }

  await using opening = new AsyncDisposableStack()
  opening.defer(() => line.close())
  const questions = opening.adopt(
    new Questions({ config: { ...config, query_timeout: answerWithinMs }, schema, isSigned, checkReachable }),
    (one) => one.close(),
  )
  const spool = spoolFolder === undefined || readOnly ? undefined : opening.adopt(await openedSpool(spoolFolder), (one) => one.close())
  const spooling = spool && new Spooling({ spool, line: () => line, writer, tell, retryEveryMs })
  await line.open().catch((error: unknown) => {
    throw ConciergeError.is(error) ? error : new ConciergeError('CONFIG_INVALID', 'The record store could not be opened.', { cause: error })
  })
  opening.move()
  void spooling?.drain()

  async function deliver(rows: readonly Row[], bodies: readonly Body[]): Promise<void> {
    if (spooling === undefined || !(await spooling.takes())) {
      try {
        if (line.client === undefined) throw new Error('the database is away')
        const outcome = await writer.write(line.client, rows, bodies)
        if (outcome === 'bodies_missing') commits.again()
        else commits.committed(outcome === 'fresh')
        return
      } catch (error) {
        const reason = error instanceof InDoubt ? error.cause : error
        line.doubt(reason)
        if (spooling === undefined || !isAway(reason)) throw error
        if (error instanceof InDoubt) doubts.set(rows, error.place)
        spooling.begin(reason instanceof Error ? reason : new Error(String(reason)))
      }
    }
    if (rows.some(isEffectRow)) throw new Error('the database is away, and what changes something is not left to the spool')
    const sent = new Set(bodies.map(([digest]) => digest))
    if (rows.some(([, , , , , , digest]) => digest !== null && !sent.has(digest))) {
      commits.again()
      return
    }
    await spooling.take(rows, bodies, doubts.get(rows))
    commits.committed(true)
  }

  const commits = new GroupCommit({
    send(rows, bodies) {
      // a batch counts as sent only once this has returned
      queueMicrotask(() => {
        if (readOnly) commits.failed('the record is open for reading only')
        else deliver(rows, bodies).catch((error: unknown) => commits.failed(reasonOf(error)))
      })
      return true
    },
    stuck: () => line.drop(new Error('the database did not answer in time')),
    now,
    answerWithinMs,
    maxPending,
  })

  async function tryWriting(): Promise<void> {
    if (spooling?.isOn === true) return await spooling.probe()
    try {
      await works.probe()
    } catch (error) {
      if (spooling === undefined || !isAway(error)) throw error
      spooling.begin(error instanceof Error ? error : new Error(String(error)))
      await spooling.probe()
    }
  }
  const probe = createWriteProbe({ newest: () => commits.newestOutcome(), write: tryWriting, now })

  function add(written: Written): Promise<void> {
    // known beforehand, so that it does not take others of its turn along
    const entry = 'entry' in written ? written.entry : undefined
    if (entry?.decision?.body.includes('\0') === true)
      return refuse('The record cannot be written as it is.', 'a body holds what no column can')
    const waits = entry !== undefined && isEffect(entry.audit) && (spooling?.isOn ?? false)
    return waits ? refuse('The record could not be written.', 'the database is away') : commits.add(written)
  }

  function refuse(message: string, reason: string): Promise<never> {
    refusedHere += 1
    return Promise.reject(new ConciergeError('RECORD_NOT_WRITTEN', message, { cause: new Error(reason) }))
  }
  let refusedHere = 0

  return {
    record: (entry: Entry) => add({ kind: 'call', entry }),
    begin: (begun) => {
      // a beginning that could not be kept is counted; the end will find out by itself
      add({ kind: 'begin', begun }).catch(() => undefined)
    },
    end: (entry: Entry) => add({ kind: 'end', entry }),
    refused: (refused) => add({ kind: 'refused_tokens', refused }),
    decided: (decisionId) => questions.ask({ name: 'decided', argument: decisionId }),
    audits: (query) => questions.ask({ name: 'audits', argument: query }),
    lines: (query) => questions.ask({ name: 'lines', argument: query }),
    verify: (known = []) => questions.ask({ name: 'verify', argument: known }),
    head: () => questions.ask({ name: 'head', argument: undefined }),
    newestBefore: (at) => questions.ask({ name: 'newestBefore', argument: at }),
    probe: () => (readOnly || (line.client === undefined && spooling === undefined) ? Promise.resolve(false) : probe()),
    keyMark: (name, mark) => works.do({ name: 'keyMark', argument: { name, mark } }),
    sweep: (turn) => works.do({ name: 'sweep', argument: turn }),
    cut: (before, at) => works.do({ name: 'cut', argument: { before, at } }),
    forget: (person, at) => works.do({ name: 'forget', argument: { identifiers: [person].flat(), at } }),
    redirects: () => questions.ask({ name: 'redirects', argument: undefined }),
    addRedirect: (from, to) => works.do({ name: 'redirect', argument: { from, to } }),
    stats: () => {
      const stats = commits.stats()
      return { ...stats, refused: stats.refused + refusedHere, ...(spooling ? { spool: spooling.stats() } : {}) }
    },
    async close() {
      await commits.drain()
      if (closed) return
      closed = true
      await spooling?.close()
      works.sever()
      await line.close()
      await questions.close()
    },
  }
}

async function openedSpool(folder: string): ReturnType<typeof openSpool> {
  try {
    return await openSpool(folder)
  } catch (cause) {
    throw new ConciergeError('CONFIG_INVALID', 'The spool beside the record store could not be opened.', { cause })
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
