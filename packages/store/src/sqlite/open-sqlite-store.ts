import { createPublicKey } from 'node:crypto'
import { temporaryKey } from '../signing.ts'
import type { Store } from '../store.ts'
import { createWriteProbe } from '../write-probe.ts'
import { GroupCommit } from '../engine/group-commit.ts'
import type { StoreOptions } from '../engine/store-options.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { Questions } from './questions.ts'
import { WorkerLine } from './worker-line.ts'

/** How a SQLite store is opened. */
export interface SqliteStoreOptions extends StoreOptions {
  /** The database file, made with its folder when missing; `:memory:` for one that is gone when closed. */
  readonly file: string
  /** How long a commit may take before it counts as lost and the database is opened anew, in milliseconds. Default 5,000. */
  readonly answerWithinMs?: number
}

/**
 * Opens the store that is built in: one SQLite file, held by a worker thread. Resolves when the schema is up to date. Throws
 * `CONFIG_INVALID` when the file cannot be used or was written by a newer version.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const {
    file,
    signingKey = temporaryKey(),
    readOnly = false,
    now = () => performance.now(),
    maxPending = 10_000,
    lockWaitMs = 1000,
    answerWithinMs = 5000,
  } = options

  function send(message: ToWorker): boolean {
    if (!line.ready) return false
    line.send(message)
    return true
  }

  const commits = new GroupCommit({
    send: (rows, bodies) => send({ kind: 'write', rows, bodies }),
    stuck: () => line.drop('the disk did not answer in time'),
    now,
    answerWithinMs,
    maxPending,
  })
  const questions = new Questions(send)

  function hear(message: FromWorker): void {
    if (message.kind === 'committed') commits.committed(message.fresh)
    else if (message.kind === 'bodies_missing') commits.again()
    else if (message.kind === 'failed') commits.failed(message.reason)
    else questions.hear(message)
  }

  function lost(reason: string): void {
    commits.failed(reason)
    questions.lose(reason)
  }

  function down(reason: string): void {
    commits.giveUp(reason)
    questions.lose(reason)
  }

  const settings = { file, lockWaitMs, signingKey, publicKey: options.publicKey ?? createPublicKey(signingKey), readOnly }
  const line = new WorkerLine(settings, { ready: () => commits.flush(), message: hear, lost, down }, now)
  await line.opened
  const probe = createWriteProbe({
    newest: () => commits.newestOutcome(),
    write: () => questions.work({ name: 'probe', argument: undefined }),
    now,
  })

  return {
    record: (entry) => commits.add({ kind: 'call', entry }),
    begin: (begun) => {
      // a beginning that could not be kept is counted; the end will find out by itself
      commits.add({ kind: 'begin', begun }).catch(() => undefined)
    },
    end: (entry) => commits.add({ kind: 'end', entry }),
    refused: (refused) => commits.add({ kind: 'refused_tokens', refused }),
    decided: (decisionId) => questions.ask({ name: 'decided', argument: decisionId }),
    audits: (query) => questions.ask({ name: 'audits', argument: query }),
    lines: (query) => questions.ask({ name: 'lines', argument: query }),
    verify: (known = []) => questions.ask({ name: 'verify', argument: known }),
    head: () => questions.ask({ name: 'head', argument: undefined }),
    newestBefore: (at) => questions.ask({ name: 'newestBefore', argument: at }),
    probe: () => (line.ready ? probe() : Promise.resolve(false)),
    keyMark: (name, mark) => questions.work({ name: 'keyMark', argument: { name, mark } }),
    sweep: (turn) => questions.work({ name: 'sweep', argument: turn }),
    cut: (before, at) => questions.work({ name: 'cut', argument: { before, at } }),
    forget: (person, at) => questions.work({ name: 'forget', argument: { identifiers: [person].flat(), at } }),
    redirects: () => questions.ask({ name: 'redirects', argument: undefined }),
    addRedirect: (from, to) => questions.work({ name: 'redirect', argument: { from, to } }),
    stats: () => commits.stats(),
    async close() {
      await commits.drain()
      await line.close(answerWithinMs)
    },
  }
}
