/** A sequence that looks random and is the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to, but not, this one. */
  below(limit: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of these. */
  of<Item>(items: readonly Item[]): Item
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    of: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
  }
}
