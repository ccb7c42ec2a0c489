/** Collects keys wanted at about the same time and asks for them together; each key in flight is asked for once. */
export interface Batcher<Answer> {
  load(key: string): Promise<Answer | undefined>
}

/** How keys are collected. */
export interface BatcherOptions<Answer> {
  /** One request. What the map lacks does not exist; what it has beyond the keys is welcome. */
  readonly ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer | undefined>>
  readonly keysPerRequest: number
}

/** Sent once no further key has come for this long… */
const quietMs = 5
/** …and at the latest after this long. */
const longestMs = 50

interface Waiting<Answer> {
  readonly promise: Promise<Answer | undefined>
  readonly resolve: (answer: Answer | undefined) => void
  readonly reject: (error: unknown) => void
}

/** A batcher for one look-up of one source. */
export function createBatcher<Answer>({ ask, keysPerRequest }: BatcherOptions<Answer>): Batcher<Answer> {
  const inFlight = new Map<string, Waiting<Answer>>()
  let collected: string[] = []
  let countAtLastLook = 0
  let looks = 0

  const look = (): void => {
    looks += 1
    if (collected.length > countAtLastLook && looks * quietMs < longestMs) {
      countAtLastLook = collected.length
      setTimeout(look, quietMs)
      return
    }
    const keys = collected
    collected = []
    countAtLastLook = 0
    looks = 0
    for (let start = 0; start < keys.length; start += keysPerRequest) void send(keys.slice(start, start + keysPerRequest))
  }

  const send = async (keys: readonly string[]): Promise<void> => {
    try {
      const answers = await ask(keys)
      for (const key of keys) settle(key)?.resolve(answers.get(key))
    } catch (error) {
      for (const key of keys) settle(key)?.reject(error)
    }
  }

  const settle = (key: string): Waiting<Answer> | undefined => {
    const waiting = inFlight.get(key)
    inFlight.delete(key)
    return waiting
  }

  return {
    load: (key) => {
      const known = inFlight.get(key)
      if (known) return known.promise
      const waiting: Waiting<Answer> = Promise.withResolvers<Answer | undefined>()
      inFlight.set(key, waiting)
      if (collected.push(key) === 1) {
        countAtLastLook = 1
        setTimeout(look, quietMs)
      }
      return waiting.promise
    },
  }
}
