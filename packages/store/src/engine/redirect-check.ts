import type { Kysely } from 'kysely'
import type { IsSigned } from '../signing.ts'
import { accountMerged } from '../statements.ts'
import type { Tables } from './tables.ts'

/** A merge as it is kept. */
export type Redirect = Tables['redirects']

/** All merges that are kept, believed or not. */
export const readRedirects = (db: Kysely<Tables>): Promise<Redirect[]> => db.selectFrom('redirects').selectAll().execute()

/** Whether this desk wrote down this merge; one that somebody else put in would send callers to another account. */
export const isOwnRedirect = ({ from_account: from, to_account: to, signature }: Redirect, isSigned: IsSigned): boolean =>
  typeof signature === 'string' && isSigned('redirect', accountMerged(from, to), signature)
