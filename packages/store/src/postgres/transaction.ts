import type { ClientBase, QueryResult } from 'pg'
import { chainStart } from '../chain.ts'
import type { Checkpoint } from '../store.ts'
import { NotTheRecord } from './is-away.ts'
import { planted } from './schema-parts.ts'

/** Where the chain ends inside a transaction that nobody else can write beside. */
export interface Head extends Checkpoint {
  /** How often something has been taken away. What is remembered of persons and bodies holds as long as this is the same. */
  readonly removals: number
}

/** How long a transaction may be held up. */
export interface Patience {
  /** By another one that is writing, in milliseconds. */
  readonly lockWaitMs: number
  /** By its own process, before the server ends it so that others can write. */
  readonly idleMs: number
}

/** A commit was sent and its answer never came: the lines are in the record if, and only if, the last of them is at this place. */
export class InDoubt extends Error {
  readonly place: Checkpoint

  constructor(place: Checkpoint, cause: unknown) {
    super(cause instanceof Error ? cause.message : 'the connection was lost while committing', { cause })
    this.place = place
  }
}

/** Begins a transaction in which only this connection adds lines: all replicas write one chain. Every commit of it waits for the disk. */
export async function beginWriting(client: ClientBase, { lockWaitMs, idleMs }: Patience): Promise<Head> {
  const results = await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
    SET LOCAL lock_timeout = ${Math.max(1, Math.trunc(lockWaitMs))};
    SET LOCAL idle_in_transaction_session_timeout = ${Math.max(1, Math.trunc(idleMs))};
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
    SELECT pg_advisory_xact_lock(hashtext('cx-concierge/record/' || current_schema()));
    SELECT seq, link, removals, ${planted} AS planted FROM chain_head`)
  // of several statements, each has a result
  const rows = (results as unknown as readonly QueryResult<Head & { readonly planted: number }>[]).at(-1)?.rows ?? []
  const [head] = rows
  if (head === undefined || rows.length > 1) throw new NotTheRecord('the record does not have one end')
  if (head.planted > 0) throw new NotTheRecord('the database holds what is not ours, or lacks what is')
  return { seq: head.seq, link: head.seq === 0 ? chainStart : head.link, removals: head.removals }
}

/**
 * Sends the last statements of a transaction and its commit, all at once, and resolves when it is on the server's disk. `place`: the last line that
 * was added, if any. Throws {@link InDoubt} when nobody can say.
 */
export async function finish(client: ClientBase, statements: readonly Statement[], place: Checkpoint | undefined): Promise<void> {
  const sent = [...statements.map(({ text, values }) => client.query(text, [...values])), client.query('COMMIT')]
  const outcomes = await Promise.allSettled(sent)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  const commit = outcomes.at(-1)
  if (commit?.status === 'rejected') throw place === undefined ? commit.reason : new InDoubt(place, commit.reason)
  // a transaction in which something went wrong ends, and says so
  if (commit?.value.command !== 'COMMIT') throw failed?.reason ?? new NotTheRecord('the transaction was rolled back')
  for (const [index, { changes }] of statements.entries()) {
    const outcome = outcomes[index]
    if (changes !== undefined && outcome?.status === 'fulfilled' && outcome.value.rowCount !== changes)
      throw new NotTheRecord('what was to be written was not written')
  }
}

/** A statement to be sent. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** How many rows it has to write. */
  readonly changes?: number
}

/** Ends a transaction of which nothing is kept. */
export async function abandon(client: ClientBase): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined)
}
