import type { Kysely } from 'kysely'
import { bodyName, sha256 } from '../chain.ts'
import type { IsSigned } from '../signing.ts'
import { forgottenBody, forgottenUnsaltedBody } from '../statements.ts'
import { createRemembered } from './remembered.ts'
import type { Tables } from './tables.ts'

/** Whether bodies are what was written, or were lawfully taken away. */
export interface BodyCheck {
  /** Reads the bodies of these names, each once, however many decisions share it. */
  load(names: readonly (string | null)[]): Promise<void>
  /** Of a loaded body, for the line of this number. */
  isRight(name: string, seq: number, mayBeGone: boolean): boolean
}

type Body = Tables['bodies']

/** A check that looks at each body once. */
export function createBodyCheck(db: Kysely<Tables>, isSigned: IsSigned): BodyCheck {
  /** Up to which line the body is right; 0: for none. */
  function rightThrough({ sha256: name, body, forgotten, salt, digest }: Body): number {
    // SQLite keeps any type in any column, and bytes would hash like the text they spell
    if (typeof body !== 'string') return 0
    if (forgotten === null) {
      const isWhole = salt === null ? sha256(body) === name : bodyName(salt, body) === name && sha256(body) === digest
      return isWhole ? Infinity : 0
    }
    if (body !== '' || salt !== null || digest !== null) return 0
    const [, through, signature = ''] = /^(\d{1,15})\.(.*)$/.exec(forgotten) ?? []
    if (through === undefined) return isSigned('forgotten', forgottenUnsaltedBody(name), forgotten) ? Infinity : 0
    return isSigned('forgotten', forgottenBody(name, Number(through)), signature) ? Number(through) : 0
  }
  const known = createRemembered(async (names) => {
    const rows = await db.selectFrom('bodies').selectAll().where('sha256', 'in', names).execute()
    return rows.map((row) => [row.sha256, rightThrough(row)] as const)
  })
  return {
    async load(names) {
      known.turnPage()
      for (const name of names) if (name !== null) known.want(name)
      await known.load()
    },
    isRight(name, seq, mayBeGone) {
      const through = known.get(name)
      return through === undefined ? mayBeGone : seq <= through
    },
  }
}
