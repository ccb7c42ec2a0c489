import type { CoverageRecord, PersonRecord } from '@cx-concierge/contract'
import { cleanedTexts } from '../present/checked-records.ts'
import type { StaticPerson } from '../policy.ts'
import { sourcesOf } from '../policy.ts'
import type { Run } from '../run.ts'
import { canonicalZone } from '../time/zone.ts'
import { employmentOf } from './employment.ts'

/** Why somebody cannot be a contact; `usable` when they can. */
type Verdict = 'usable' | 'not_a_person' | 'departed' | 'frozen' | 'nameless' | 'unknown'

/** A colleague, put together from every system that knows them. */
export interface Person {
  readonly email: string
  readonly verdict: Verdict
  /** Records in the order of belief. */
  readonly records: readonly PersonRecord[]
  readonly static: StaticPerson | undefined
  /** `unknown`: leave and booking link could not be read. */
  readonly coverage: CoverageRecord | undefined | 'unknown'
  /** Some system that would know whether they still work here could not be read. */
  readonly activeUnverified: boolean
}

/** A pointer to a person: by the id that one source uses, by e-mail, or both. */
export interface PersonPointer {
  readonly email?: string | undefined
  readonly source?: string
  readonly id?: string
}

/** Puts a person together. `undefined` when the pointer leads nowhere: no record, no address. */
export function personAt(run: Run, pointer: PersonPointer): Person | undefined | 'unknown' {
  const { policy } = run
  let email = pointer.email
  let pointed: readonly PersonRecord[] | undefined
  if (pointer.source !== undefined && pointer.id !== undefined) {
    const read = run.reader.read(pointer.source, 'people', pointer.id)
    if (read.state === 'answered') pointed = read.value ?? []
    email = pointed?.[0]?.email.toLowerCase() ?? email
    if (email === undefined) return read.state === 'answered' ? undefined : 'unknown'
  }
  if (email === undefined) return undefined

  const bySource = new Map<string, readonly PersonRecord[]>()
  let someUnknown = false
  for (const source of sourcesOf(policy, 'people')) {
    if (source === pointer.source && pointer.id !== undefined) {
      if (pointed) bySource.set(source, pointed)
      else someUnknown = true
      continue
    }
    const read = run.reader.read(source, 'people', email)
    if (read.state === 'answered') bySource.set(source, read.value ?? [])
    else someUnknown = true
  }
  const person = {
    email,
    static: policy.people.static.get(email),
    records: inOrderOfBelief(policy.people.detailsFrom, bySource),
    coverage: coverageOf(run, email),
    activeUnverified: someUnknown,
  }
  if (hasDuplicates(bySource)) run.flags.add('duplicate_person')
  return { ...person, verdict: judge(run, person, bySource) }
}

function inOrderOfBelief(order: readonly string[], bySource: ReadonlyMap<string, readonly PersonRecord[]>): readonly PersonRecord[] {
  return order.flatMap((source) => {
    const records = bySource.get(source) ?? []
    const active = records.filter((record) => record.employment === 'active')
    return active.length > 0 ? active : records
  })
}

const hasDuplicates = (bySource: ReadonlyMap<string, readonly PersonRecord[]>): boolean =>
  [...bySource.values()].some((records) => new Set(records.map((record) => record.id)).size > 1)

function judge(run: Run, person: Omit<Person, 'verdict'>, bySource: ReadonlyMap<string, readonly PersonRecord[]>): Verdict {
  const { people } = run.policy
  if (people.isPlaceholder(person.email)) return 'not_a_person'
  const employments = [...bySource.values()].map(employmentOf).filter((one) => one !== undefined)
  const gone = employments.filter((one) => one !== 'active')
  if (gone.length > 0 && (people.inactiveAnywhereMeansInactive || gone.length === employments.length)) {
    return gone.includes('frozen') ? 'frozen' : 'departed'
  }
  if (person.records.length === 0 && !person.static) return person.activeUnverified ? 'unknown' : 'nameless'
  return nameOf(person) === undefined ? 'nameless' : 'usable'
}

/** The first name on record that may be shown. */
export function nameOf(person: Pick<Person, 'records' | 'static'>): string | undefined {
  for (const record of person.records) {
    const cleaned = cleanedTexts(record).name
    if (cleaned?.ok) return cleaned.text
  }
  return person.static?.name
}

/** The first time zone on record that exists. */
export function zoneOf(person: Pick<Person, 'records' | 'static'>): string | undefined {
  for (const record of person.records) if (record.timezone && canonicalZone(record.timezone) !== undefined) return record.timezone
  return person.static?.timezone
}

function coverageOf(run: Run, email: string): CoverageRecord | undefined | 'unknown' {
  let someUnknown = false
  for (const source of run.policy.people.coverageFrom) {
    const read = run.reader.read(source, 'coverage', email)
    if (read.state !== 'answered') someUnknown = true
    else if (read.value) return read.value
  }
  return someUnknown ? 'unknown' : undefined
}
