import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Step, StepDone, Steps } from '../engine/steps.ts'
import type { Appender } from './appender.ts'
import { inTransaction } from './in-transaction.ts'

const mostPrepared = 100

/** Runs works, each in one transaction from begin to end without a pause; returns once it is on disk. Statements are prepared once. */
export function createStepRunner(database: DatabaseSync, appender: Appender): <Result>(steps: Steps<Result>) => Result {
  const prepared = new Map<string, StatementSync>()

  function statementOf(sql: string): StatementSync {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    // how many names somebody has makes a statement of its own
    if (prepared.size >= mostPrepared) prepared.clear()
    const statement = database.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }

  function take(step: Exclude<Step, { line: unknown }>): StepDone {
    const statement = statementOf(step.sql)
    if (statement.columns().length > 0) return { rows: statement.all(...step.parameters), changes: 0 }
    return { rows: [], changes: Number(statement.run(...step.parameters).changes) }
  }

  function runAll<Result>(steps: Steps<Result>): Result {
    let hasBegun = false
    let next = steps.next()
    while (next.done !== true) {
      if ('line' in next.value) {
        if (!hasBegun) appender.begin()
        hasBegun = true
        appender.append(next.value.line)
        next = steps.next({ rows: [], changes: 1 })
      } else next = steps.next(take(next.value))
    }
    return next.value
  }

  return (steps) => inTransaction(database, () => runAll(steps))
}
