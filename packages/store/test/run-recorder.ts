import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A running recorder and what it has said so far. */
export interface Recorder {
  readonly child: ChildProcess
  /** Numbers of the records it was promised. */
  readonly kept: readonly number[]
  /** Codes of those it was refused. */
  readonly refused: readonly string[]
  /** Resolves as soon as this holds; it is asked after every word of the recorder. Rejects when the recorder ends before. */
  until(condition: () => boolean): Promise<void>
  /** Sends the signal, if one is given, and resolves when the process is gone and everything it said was heard. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** Starts `recorder.ts`, under another program when one is given. */
export function runRecorder(recorderArguments: readonly (string | number)[], under: readonly string[] = []): Recorder {
  const script = fileURLToPath(new URL('./recorder.ts', import.meta.url))
  const [command = process.execPath, ...rest] = [...under, process.execPath, script, ...recorderArguments.map(String)]
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const kept: number[] = []
  const refused: string[] = []
  const ended = once(child, 'close')
  let check: (() => void) | undefined
  let unread = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unread + text).split('\n')
    unread = lines.pop() ?? ''
    for (const line of lines) {
      const [code = '', number = ''] = line.split(' ')
      if (code === 'kept') kept.push(Number(number))
      else refused.push(code)
    }
    check?.()
  })
  return {
    child,
    kept,
    refused,
    async until(condition) {
      const held = new Promise<void>((resolve) => {
        check = () => condition() && resolve()
        check()
      })
      const over = ended.then(() => Promise.reject(new Error('the recorder ended')))
      await Promise.race([held, over])
      over.catch(() => {})
    },
    async end(signal) {
      if (signal !== undefined) child.kill(signal)
      await ended
    },
  }
}

/** Numbers of the records, and of the decisions, that are in the file. Throws when the file is damaged. */
export function numbersIn(file: string): { audits: Set<number>; decisions: Set<number> } {
  using database = new DatabaseSync(file)
  const health = database.prepare('PRAGMA integrity_check').get()
  if (health?.['integrity_check'] !== 'ok') throw new Error('the database is damaged')
  const numbers = (select: string): Set<number> =>
    new Set(
      database
        .prepare(select)
        .all()
        .map((row) => Number(String(row['id']).slice(4))),
    )
  return {
    audits: numbers(`SELECT record ->> 'id' AS id FROM audits`),
    decisions: numbers('SELECT decision_id AS id FROM audits JOIN bodies ON sha256 = body_sha256'),
  }
}
