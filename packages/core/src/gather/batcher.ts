import { ConciergeError } from '@cx-concierge/contract'

/** Collects keys wanted at about the same time and asks for them together; each key in flight is asked for once. */
export interface Batcher<Answer> {
  /** `leaving` aborts when whoever asks hangs up. A request that nobody waits for any more is ended, with `CALLER_GONE`. */
  load(key: string, leaving?: AbortSignal): Promise<Answer | undefined>
}

/** How keys are collected. */
export interface BatcherOptions<Answer> {
  /** One request. What the map lacks does not exist; what it has beyond the keys is welcome. */
  readonly ask: (keys: readonly string[], abandoned: AbortSignal) => Promise<ReadonlyMap<string, Answer | undefined>>
  readonly keysPerRequest: number
}

/** Sent once no further key has come for this long… */
const quietMs = 5
/** …and at the latest after this long. */
const longestMs = 50

interface Waiting<Answer> {
  readonly key: string
  readonly answer: PromiseWithResolvers<Answer | undefined>
  /** How many wait. */
  callers: number
  /** There once it was sent. */
  request?: Request<Answer>
}

interface Request<Answer> {
  readonly all: readonly Waiting<Answer>[]
  readonly abandoned: AbortController
}

/** A batcher for one look-up of one source. */
export function createBatcher<Answer>({ ask, keysPerRequest }: BatcherOptions<Answer>): Batcher<Answer> {
  const inFlight = new Map<string, Waiting<Answer>>()
  let collected: Waiting<Answer>[] = []
  let countAtLastLook = 0
  let looks = 0

  const look = (): void => {
    looks += 1
    if (collected.length > countAtLastLook && looks * quietMs < longestMs) {
      countAtLastLook = collected.length
      setTimeout(look, quietMs)
      return
    }
    const wanted = collected.filter(({ callers }) => callers > 0)
    for (const waiting of collected) if (waiting.callers === 0) end(waiting, callerGone())
    collected = []
    countAtLastLook = 0
    looks = 0
    for (let start = 0; start < wanted.length; start += keysPerRequest) void send(wanted.slice(start, start + keysPerRequest))
  }

  const send = async (all: readonly Waiting<Answer>[]): Promise<void> => {
    const request = { all, abandoned: new AbortController() }
    for (const waiting of all) waiting.request = request
    try {
      const keys = all.map(({ key }) => key)
      const answers = await ask(keys, request.abandoned.signal)
      for (const waiting of all) {
        forget(waiting)
        waiting.answer.resolve(answers.get(waiting.key))
      }
    } catch (error) {
      for (const waiting of all) end(waiting, error)
    }
  }

  const forget = (waiting: Waiting<Answer>): void => {
    // after an end for want of callers somebody else may have asked anew
    if (inFlight.get(waiting.key) === waiting) inFlight.delete(waiting.key)
  }

  const end = (waiting: Waiting<Answer>, error: unknown): void => {
    forget(waiting)
    waiting.answer.reject(error)
  }

  const leave = (waiting: Waiting<Answer>): void => {
    waiting.callers -= 1
    const { request } = waiting
    if (request === undefined || request.all.some(({ callers }) => callers > 0)) return
    const error = callerGone()
    for (const one of request.all) end(one, error)
    request.abandoned.abort(error)
  }

  const join = (waiting: Waiting<Answer>, leaving: AbortSignal | undefined): Promise<Answer | undefined> => {
    waiting.callers += 1
    const { promise } = waiting.answer
    if (leaving === undefined) return promise
    const left = (): void => leave(waiting)
    leaving.addEventListener('abort', left, { once: true })
    const stop = (): void => leaving.removeEventListener('abort', left)
    promise.then(stop, stop)
    return promise
  }

  return {
    load: (key, leaving) => {
      if (leaving?.aborted) return Promise.reject(callerGone())
      const known = inFlight.get(key)
      if (known) return join(known, leaving)
      const waiting: Waiting<Answer> = { key, answer: Promise.withResolvers<Answer | undefined>(), callers: 0 }
      inFlight.set(key, waiting)
      if (collected.push(waiting) === 1) {
        countAtLastLook = 1
        setTimeout(look, quietMs)
      }
      return join(waiting, leaving)
    },
  }
}

const callerGone = (): ConciergeError => new ConciergeError('CALLER_GONE', 'everybody who waited for this hung up')
