/** Numbers that look like chance and are the same in every run. */
export interface Random {
  /** A whole number from 0, below this. */
  below(end: number): number
  of<Item>(items: readonly Item[]): Item
}

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = Math.trunc(state + 0x6d_2b_79_f5)
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    of(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('there is nothing to choose from')
      return item
    },
  }
}
