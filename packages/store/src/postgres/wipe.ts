import type { ClientBase } from 'pg'
import { setTimeout as wait } from 'node:timers/promises'

const lookEveryMs = 20

/**
 * Leaves nothing of what was forgotten in the tables: they are written anew, and others wait meanwhile. `false` when it has to be done again, since
 * somebody was reading or writing all the time. What is in the server's log of changes, and in copies made of it, is the server's to drop.
 */
export async function wipe(client: ClientBase, patienceMs: number): Promise<boolean> {
  const waitMs = Math.max(1, Math.trunc(patienceMs))
  try {
    const nobodyLooks = await untilNobodyLooks(client, waitMs)
    await client.query(`SET lock_timeout = ${waitMs}`)
    await client.query('VACUUM (FULL) persons')
    await client.query('VACUUM (FULL) bodies')
    return nobodyLooks
  } catch {
    return false
  }
}

/** Tables that are written anew keep what was deleted as long as a transaction is open, in any database, that began before. */
async function untilNobodyLooks(client: ClientBase, waitMs: number): Promise<boolean> {
  const { rows } = await client.query<{ next: number }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next')
  const older = `($1::bigint % 4294967296 - backend_xmin::text::bigint + 4294967296) % 4294967296 BETWEEN 1 AND 2147483647`
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const look = await client.query<{ free: boolean }>(
      `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1 AND NOT EXISTS
         (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${older}) AS free`,
      [rows[0]?.next ?? 0],
    )
    if (look.rows[0]?.free === true) return true
    if (waitedMs >= waitMs) return false
    await wait(lookEveryMs)
  }
}
