import type { DatabaseSync } from 'node:sqlite'

/** Under which pseudonyms a call began. */
interface BegunCall {
  readonly seq: number
  readonly subject: string | undefined
  readonly accountId: string | undefined
  readonly email: string | undefined
}

/** A begun call as its end finds it. */
interface FoundCall extends BegunCall {
  /** Somebody was forgotten since it began, and it was about them. */
  readonly forgotten: boolean
}

/** Which calls have begun, so that an end is written under the same pseudonyms. Used inside a transaction. */
export interface BegunCalls {
  began(callId: string, call: BegunCall): void
  /** The beginning of a call that ends now; `isNamed` says whether whom it turned out to be about has a name now. */
  endOf(callId: string, isNamed: () => boolean): FoundCall | undefined
  /** Somebody may have been forgotten. */
  distrust(): void
  /** The transaction failed: what it began has not begun. */
  forgetKnown(): void
}

const mostKnown = 20_000
// a call ends within seconds; only a worker that was replaced meanwhile has to look
const linesLookedAt = 10_000

/** Prepares the statements once; one per connection. */
export function createBegunCalls(database: DatabaseSync): BegunCalls {
  const find = database.prepare(
    `SELECT seq, record ->> '$.subject' AS subject, record ->> '$.account_id' AS account_id, record ->> '$.email' AS email FROM audits
     WHERE kind = 'begin' AND seq > (SELECT max(seq) FROM audits) - ${linesLookedAt} AND record ->> '$.id' = ? ORDER BY seq DESC LIMIT 1`,
  )
  const named = database.prepare('SELECT 1 FROM persons WHERE pseudonym = ? AND identifier IS NOT NULL')
  const forgottenSince = database.prepare(`SELECT 1 FROM audits WHERE kind = 'forgotten' AND seq > ? LIMIT 1`)
  const known = new Map<string, { readonly call: BegunCall; readonly trust: number }>()
  let trust = 0

  function lookUp(callId: string): BegunCall | undefined {
    const row = find.get(callId)
    if (row === undefined) return undefined
    const text = (column: string): string | undefined => (typeof row[column] === 'string' ? row[column] : undefined)
    return { seq: Number(row['seq']), subject: text('subject'), accountId: text('account_id'), email: text('email') }
  }

  function isForgotten({ seq, subject, accountId, email }: BegunCall, isNamed: () => boolean): boolean {
    const pseudonyms = [subject, accountId, email].filter((one) => one !== undefined)
    if (pseudonyms.some((one) => named.get(one) === undefined)) return true
    // who had no name when it began may have been forgotten under the one they have at its end
    return forgottenSince.get(seq) !== undefined && !isNamed()
  }

  return {
    began(callId, call) {
      const [oldest] = known.size < mostKnown ? [] : known.keys()
      if (oldest !== undefined) known.delete(oldest)
      known.set(callId, { call, trust })
    },
    endOf(callId, isNamed) {
      const remembered = known.get(callId)
      known.delete(callId)
      const call = remembered?.call ?? lookUp(callId)
      if (call === undefined) return undefined
      return { ...call, forgotten: remembered?.trust !== trust && isForgotten(call, isNamed) }
    },
    distrust() {
      trust += 1
    },
    forgetKnown() {
      known.clear()
    },
  }
}
