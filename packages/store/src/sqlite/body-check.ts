import type { Kysely } from 'kysely'
import { sha256 } from '../chain.ts'
import type { IsSigned } from '../signing.ts'
import { forgottenBody } from '../statements.ts'
import { createBoundedMemory } from './bounded-memory.ts'
import type { Tables } from './tables.ts'

/** Whether the body of this hash is what was written, or was lawfully taken away. */
export type BodyCheck = (hash: string, mayBeGone: boolean) => Promise<boolean>

/** A check that looks at each body once, however many decisions share it. */
export function createBodyCheck(db: Kysely<Tables>, isSigned: IsSigned): BodyCheck {
  const remember = createBoundedMemory<'right' | 'wrong' | 'gone'>()
  const look = async (hash: string): Promise<'right' | 'wrong' | 'gone'> => {
    const row = await db.selectFrom('bodies').selectAll().where('sha256', '=', hash).executeTakeFirst()
    if (row === undefined) return 'gone'
    if (row.forgotten === null) return sha256(row.body) === hash ? 'right' : 'wrong'
    return row.body === '' && isSigned('forgotten', forgottenBody(hash), row.forgotten) ? 'right' : 'wrong'
  }
  return async (hash, mayBeGone) => {
    const found = remember.get(hash) ?? remember.keep(hash, await look(hash))
    return found === 'right' || (found === 'gone' && mayBeGone)
  }
}
