import type { KeyMark } from '../store.ts'
import { first, run, type Steps } from './steps.ts'

/** Remembers by which mark a key is known again, and says whether this is the one. */
export function* markKey({ name, mark }: { readonly name: string; readonly mark: string }): Steps<KeyMark> {
  const known = yield* first('SELECT mark FROM key_marks WHERE name = ?1', name)
  if (known !== undefined) return known['mark'] === mark ? 'same' : 'other'
  yield* run('INSERT INTO key_marks (name, mark) VALUES (?1, ?2)', name, mark)
  return 'first'
}
