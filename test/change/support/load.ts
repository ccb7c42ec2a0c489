import { startLoad, type LoadCall } from '../../support/load/start-load.ts'
import type { Answer } from '../../support/load/call-tool.ts'

/** Calls at a steady rate while something is changed, and what is wrong with their answers. */
export interface WatchedLoad {
  readonly sent: () => number
  readonly failures: readonly string[]
  /** Calls that were turned away because the machine had no room for them; that is neither answer nor failure. */
  readonly shed: () => number
  readonly tookMs: readonly number[]
  /** Sends no more and waits for what is under way. */
  stop(): Promise<void>
}

/** What a load is made of. */
export interface WatchedLoadOptions {
  readonly url: () => string
  readonly token: string
  readonly perSecond: number
  /** Looks at each answer that did not fail, with what `before` gave when the call was sent; says what is wrong with it. */
  readonly look?: (answer: Answer, sentWith: number) => string | undefined
  readonly before?: () => number
  /** Sent with the call of this number. */
  readonly headers?: (call: number) => Readonly<Record<string, string>>
}

const accounts = ['12345', '001NwAcmeRobot1IRA', '001NwIrisBankA1IRI', '001NwCobaltHea3IBC']
const noRoom = 'Too busy: wait'

/** Starts a load. */
export function startWatchedLoad({ url, token, perSecond, look, before = () => 0, headers = () => ({}) }: WatchedLoadOptions): WatchedLoad {
  const failures: string[] = []
  const tookMs: number[] = []
  let shed = 0
  const load = startLoad({
    perSecond,
    call: (number): LoadCall & { readonly sentWith: number } => ({
      url: url(),
      token,
      accountId: accounts[number % accounts.length] ?? '',
      headers: headers(number),
      sentWith: before(),
    }),
    ended: ({ answer }, { sentWith }) => {
      tookMs.push(answer.tookMs)
      if (answer.failed !== undefined && answer.body.includes(noRoom)) {
        shed += 1
        return
      }
      const wrong = answer.failed === undefined ? look?.(answer, sentWith) : `${answer.failed} ${answer.body.slice(0, 160)}`
      if (wrong !== undefined) failures.push(wrong)
    },
  })
  return { sent: load.begun, shed: () => shed, failures, tookMs, stop: load.stop }
}
