import { createHash, type Hash } from 'node:crypto'
import type { IsSigned, Sign } from './signing.ts'

/**
 * Neighbouring lines that were blanked together: the first and the last number, the link of the line before them, which nothing else would hold
 * any more, and a digest over their own links.
 */
export type Run = readonly [first: number, last: number, before: string, digest: string]

/** A removal, as it stands in the record: signed, so that only this desk can declare one. */
export interface Removal {
  readonly at: number
  readonly why: 'kept_long_enough' | 'forgotten'
  readonly runs: readonly Run[]
  /** In removals of the first versions: bodies of decisions up to this line are gone as well. 0: none. */
  readonly decisionsThrough: number
  /** Of lines before this one that are from before this moment, bodies of decisions are gone as well. */
  readonly decisionsBefore?: number
}

/** A removal with its signature. */
export interface SignedRemoval extends Removal {
  readonly signature: string
}

/** Signs a removal. */
export function signRemoval(removal: Removal, sign: Sign): SignedRemoval {
  return { ...removal, signature: sign('removal', statementOf(removal)) }
}

/** Whether this is a removal and its signature is good. Takes anything. */
export function isSignedRemoval(value: unknown, isSigned: IsSigned): value is SignedRemoval {
  if (typeof value !== 'object' || value === null) return false
  const { runs, signature, decisionsThrough, decisionsBefore = 0 } = value as Partial<SignedRemoval>
  if (!Array.isArray(runs) || typeof signature !== 'string' || typeof decisionsThrough !== 'number') return false
  if (typeof decisionsBefore !== 'number') return false
  return isSigned('removal', statementOf(value as SignedRemoval), signature)
}

/** Numbers with their links, in order, put together into runs. `linkOf` knows the links of other lines. */
export function runsOf(lines: Iterable<{ readonly seq: number; readonly link: string }>, linkOf: (seq: number) => string): Run[] {
  const runs: Run[] = []
  let open: { first: number; last: number; digest: Hash } | undefined
  const close = (): void => {
    if (open) runs.push([open.first, open.last, linkOf(open.first - 1), runDigest(open.digest)])
  }
  for (const { seq, link } of lines) {
    if (open?.last !== seq - 1) {
      close()
      open = { first: seq, last: seq, digest: createHash('sha256') }
    }
    open.last = seq
    open.digest.update(link)
  }
  close()
  return runs
}

/** The digest of a run whose links were all put in. */
export function runDigest(links: Hash): string {
  return links.digest('base64url')
}

function statementOf({ at, why, runs, decisionsThrough, decisionsBefore }: Removal): string {
  return JSON.stringify([at, why, runs, decisionsThrough, ...(decisionsBefore === undefined ? [] : [decisionsBefore])])
}
