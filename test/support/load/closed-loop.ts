import { openRawLines, type RawEnd } from './raw-lines.ts'

/** The most there is when everybody waits for their answer before they ask again. */
export interface ClosedLoopOptions {
  readonly url: string
  /** How many ask at once. */
  readonly atOnce: number
  readonly seconds?: number
  /** Without end, until the time is over, when not said. */
  readonly most?: number
  readonly next: (number: number) => { readonly bytes: Buffer; readonly hangUpAfterMs?: number }
  readonly ended?: (end: RawEnd, number: number) => void
}

/** Asks without a pause; how many were answered with 200 in a second. */
export async function closedLoop({
  url,
  atOnce,
  seconds = Infinity,
  most = Infinity,
  next,
  ended = () => undefined,
}: ClosedLoopOptions): Promise<number> {
  const raw = openRawLines(url, { mostConnections: atOnce })
  const started = performance.now()
  const until = started + seconds * 1_000
  let [begun, answered] = [0, 0]
  const asking = async (): Promise<void> => {
    while (performance.now() < until && begun < most) {
      const number = begun
      begun += 1
      const end = await new Promise<RawEnd>((resolve) => raw.send({ ...next(number), dueAt: performance.now() }, resolve))
      ended(end, number)
      if (end.status === 200 && performance.now() < until) answered += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, asking))
  raw.close()
  return answered / ((Math.min(performance.now(), until) - started) / 1_000)
}
