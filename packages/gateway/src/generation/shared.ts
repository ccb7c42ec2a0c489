/** Something that one generation may hand on to the next. It is closed when the last of them has let go of it. */
export interface Shared<Thing> {
  /** Equal exactly when one thing can stand for the other. */
  readonly print: string
  readonly thing: Thing
  /** Holds it once more. */
  hold(): Shared<Thing>
  release(): Promise<void>
}

/** Wraps something that is open; whoever does holds it. */
export function shared<Thing>(print: string, thing: Thing, close: (thing: Thing) => void | Promise<void>): Shared<Thing> {
  let holders = 1
  const self: Shared<Thing> = {
    print,
    thing,
    hold: () => {
      holders += 1
      return self
    },
    release: async () => {
      holders -= 1
      if (holders === 0) await close(thing)
    },
  }
  return self
}
