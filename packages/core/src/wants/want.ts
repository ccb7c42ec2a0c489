import type { LookupName, Part } from '@cx-concierge/contract'

/** One thing a policy can ever need of one source, and which of its lines need it. */
export interface Want {
  readonly source: string
  readonly lookup: LookupName
  /** The part of the answer; absent for the answer as such: that there is one, its ids, its addresses. */
  readonly part?: Part
  /** In the words of the configuration: `rule vip`, `cards.show title`. */
  readonly why: readonly string[]
}

/** Reasons by what they are reasons for; a thing without a reason is not in it. */
export class Reasons<Thing> {
  readonly #reasons = new Map<Thing, Set<string>>()

  add(thing: Thing, ...why: readonly string[]): void {
    const known = this.#reasons.get(thing) ?? new Set()
    for (const one of why) known.add(one)
    this.#reasons.set(thing, known)
  }

  of(thing: Thing): readonly string[] {
    return [...(this.#reasons.get(thing) ?? [])]
  }

  get things(): readonly Thing[] {
    return [...this.#reasons.keys()]
  }
}
