import { keptIdentifier } from '../pseudonym.ts'
import type { Sign } from '../signing.ts'
import { forgottenBody, forgottenPerson } from '../statements.ts'
import type { Forgotten } from '../store.ts'
import { declareRemoval, emptyLines, type PlacedLine } from './blank.ts'
import { noteLine } from './line.ts'
import { append, first, run, type Steps } from './steps.ts'
import type { Words } from './words.ts'

/**
 * Forgets a person, who may have several names: nobody can tell any more which records are about them. Whoever was named otherwise when their
 * account was asked about, by a number or an address, is forgotten under that name too. Cannot be undone. What the engine leaves of it in its
 * files is the engine's to wipe.
 */
export function* forget(
  { identifiers, at }: { readonly identifiers: readonly string[]; readonly at: number },
  words: Words,
  sign: Sign,
): Steps<Omit<Forgotten, 'wiped'>> {
  if (identifiers.length === 0) return { pseudonyms: 0, decisions: 0, blanked: 0 }
  const pseudonyms = yield* pseudonymsToForget(identifiers, words)
  const ids = identifiers.filter((one) => one.startsWith('account:')).map((one) => JSON.stringify(one.slice('account:'.length)))
  const whom = whoIsMeant([...pseudonyms, ...identifiers], ids, words)
  const { count, telling } = yield* forgetBodies(whom, sign)
  const named = yield* run(
    `SELECT seq, link FROM audits WHERE kind IS NULL AND (${whom.isNamed} OR 'subject:' || ${words.field('subject')} IN (${whom.names}))`,
    ...whom.nameParameters,
  )
  const lines = new Map([...(named.rows as unknown as readonly PlacedLine[]), ...telling].map((line) => [line.seq, line]))
  const old = [...lines.values()].toSorted((a, b) => a.seq - b.seq)
  for (const pseudonym of pseudonyms) {
    const person = yield* first('SELECT month FROM persons WHERE pseudonym = ?1', pseudonym)
    const signature = sign('forgotten', forgottenPerson(pseudonym, String(person?.['month'])))
    yield* run('UPDATE persons SET identifier = NULL, salt = NULL, forgotten = ?1 WHERE pseudonym = ?2', signature, pseudonym)
  }
  yield* emptyLines(old, words.copies)
  if (old.length > 0) yield* declareRemoval(old, { at, why: 'forgotten' }, sign)
  const counts = { pseudonyms: pseudonyms.size, decisions: count, blanked: old.length }
  if (pseudonyms.size > 0 || old.length > 0 || count > 0) yield* append(noteLine('forgotten', { at }))
  return counts
}

/** Whom lines are about, in SQL: by pseudonyms, and by names in lines from before there were pseudonyms. */
interface Whom {
  readonly names: string
  /** Whether a line from before names them itself. */
  readonly isNamed: string
  /** Whether a line's decision has to go. */
  readonly concerns: string
  readonly nameParameters: readonly string[]
  /** Of `concerns`: those of the names come first. */
  readonly parameters: readonly string[]
}

function whoIsMeant(given: readonly string[], ids: readonly string[], words: Words): Whom {
  const names = given.map((_, index) => `?${index + 1}`).join(', ')
  const isNamed = `(kind IS NULL AND (customer IN (${names}) OR 'account:' || ${words.field('input.account_id')} IN (${names})
    OR 'email:' || ${words.field('input.email')} IN (${names})))`
  const isAbout = `(customer IN (${names}) OR ${words.field('account_id')} IN (${names}) OR ${words.field('email')} IN (${names}) OR ${isNamed})`
  // A call that came to no account can have read some all the same: their ids then stand in its body.
  const quoted = ids.map((_, index) => words.contains('body', `?${given.length + index + 1}`)).join(' OR ')
  const mentions = `((customer IS NULL OR customer = ${words.field('email')})
    AND EXISTS (SELECT 1 FROM bodies WHERE sha256 = body_sha256 AND (${quoted})))`
  return {
    names,
    isNamed,
    concerns: quoted === '' ? isAbout : `(${isAbout} OR ${mentions})`,
    nameParameters: given,
    parameters: [...given, ...ids],
  }
}

function* pseudonymsToForget(identifiers: readonly string[], words: Words): Steps<ReadonlySet<string>> {
  const own: string[] = []
  for (const identifier of identifiers) own.push(...(yield* pseudonymsOf(keptIdentifier(identifier))))
  const otherwise: string[] = []
  for (const pseudonym of own) {
    const { rows } = yield* run(
      `SELECT DISTINCT identifier FROM persons WHERE pseudonym IN (SELECT ${words.field('account_id')} FROM audits WHERE customer = ?1
       UNION SELECT ${words.field('email')} FROM audits WHERE customer = ?1)`,
      pseudonym,
    )
    for (const name of texts(rows, 'identifier')) otherwise.push(...(yield* pseudonymsOf(name)))
  }
  return new Set([...own, ...otherwise])
}

function* pseudonymsOf(kept: string): Steps<readonly string[]> {
  const { rows } = yield* run('SELECT pseudonym FROM persons WHERE identifier = ?1', kept)
  return texts(rows, 'pseudonym')
}

/** How many bodies went, and the lines that would still tell what was in them, since their hash has no salt. */
function* forgetBodies(
  { concerns, parameters }: Whom,
  sign: Sign,
): Steps<{ readonly count: number; readonly telling: readonly PlacedLine[] }> {
  const last = yield* first('SELECT max(seq) AS seq FROM audits')
  const through = Number(last?.['seq'])
  const { rows } = yield* run(
    `SELECT DISTINCT body_sha256 AS sha256 FROM audits WHERE body_sha256 IS NOT NULL AND ${concerns}`,
    ...parameters,
  )
  const othersNeedIt = `SELECT 1 FROM audits WHERE body_sha256 = ?${parameters.length + 1} AND ${concerns} IS NOT TRUE LIMIT 1`
  let count = 0
  const telling: PlacedLine[] = []
  for (const sha256 of texts(rows, 'sha256')) {
    if ((yield* first(othersNeedIt, ...parameters, sha256)) !== undefined) continue
    const signature = `${through}.${sign('forgotten', forgottenBody(sha256, through))}`
    const dropped = yield* run(
      `UPDATE bodies SET body = '', salt = NULL, digest = NULL, forgotten = ?1 WHERE sha256 = ?2 AND forgotten IS NULL AND salt IS NOT NULL`,
      signature,
      sha256,
    )
    count += dropped.changes
    const unsalted = yield* run('DELETE FROM bodies WHERE sha256 = ?1 AND salt IS NULL AND forgotten IS NULL', sha256)
    if (unsalted.changes === 0) continue
    count += 1
    const lines = yield* run('SELECT seq, link FROM audits WHERE body_sha256 = ?1', sha256)
    telling.push(...(lines.rows as unknown as readonly PlacedLine[]))
  }
  return { count, telling }
}

const texts = (rows: readonly Readonly<Record<string, unknown>>[], column: string): string[] =>
  rows.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : []))
