import { ConciergeError } from '@cx-concierge/contract'
import { z } from 'zod'
import type { CallLedger } from '../call-ledger.ts'
import type { CallStatus, Era, Path } from '../call-status.ts'
import type { Speaker } from '../gate/checks.ts'
import type { OutputGate } from '../gate/output-gate.ts'
import type { PassedResult } from '../gate/passed-result.ts'
import type { RateRefusal, Rates } from '../rates/rates.ts'
import { checkInput } from './check-input.ts'
import { rateLimitedReply } from './rate-limited.ts'
import type { Tool, ToolCall, ToolReply } from './tool.ts'

/** How a call reached its tool. */
interface Arrival {
  readonly era: Era
  readonly path: Path
}

/** Runs tools, and gives every call its one line in the log and its count in the metrics. */
export interface ToolRunner {
  /** The call's result as the text of a JSON object. Never rejects: what a tool throws becomes one generic sentence. */
  run(tool: Tool, input: unknown, call: ToolCall, arrival: Arrival): Promise<PassedResult>
  /** The same for arguments as they came; ones that do not fit give a result that says which and why. */
  checkAndRun(tool: Tool, sent: Readonly<Record<string, unknown>> | undefined, call: ToolCall, arrival: Arrival): Promise<PassedResult>
  /** The result of a call that came too soon; without a tool when the caller has none of that name. */
  refuse(tool: Tool | undefined, refused: RateRefusal, call: ToolCall, arrival: Arrival): Promise<PassedResult>
}

/** How calls are kept within their allowances. */
export interface Pacing {
  readonly rates: Rates
  /** Whom a customer can turn to while their agent waits; a sentence, or nothing. */
  readonly meanwhile: string
}

interface Outcome {
  readonly status: CallStatus
  readonly recorded: boolean
  /** It was answered all the same. */
  readonly unrecorded?: true
  readonly result: PassedResult
}

const failure = (meanwhile: string): ToolReply => ({
  text: `Something went wrong on our side, so there is no answer this time. Please try again in a moment. ${meanwhile}`.trimEnd(),
  isError: true,
})
const nobody: Speaker = { name: 'unknown', output: z.never() }

/** A runner that writes to this ledger, and sends nothing but what the gate lets pass. Throws `ANSWER_WITHHELD` when not even a failure could be told. */
export function createToolRunner(ledger: CallLedger, gate: OutputGate, pacing?: Pacing): ToolRunner {
  // judged before anything can fail
  const failed = gate.pass(nobody, failure(pacing?.meanwhile ?? ''))

  async function attempt(speaker: Speaker, call: ToolCall, arrival: Arrival, work: () => Promise<Outcome>): Promise<PassedResult> {
    const startedAt = ledger.started()
    const tool = speaker.name
    let outcome: Outcome
    try {
      outcome = await work()
    } catch (error) {
      if (!call.isOver()) ledger.toolThrew(tool, call.traceId, error)
      outcome = { status: 'failed', recorded: false, result: failed }
    }
    const status = call.isOver() ? 'cancelled' : outcome.status
    const { recorded, unrecorded } = outcome
    const { era, path } = arrival
    const keeping = ledger.ended({ tool, status, recorded, unrecorded, era, path, call }, startedAt)
    if (keeping !== undefined) await keeping
    return outcome.result
  }

  function tooSoon(speaker: Speaker, refused: RateRefusal): Outcome {
    return { status: 'rate_limited', recorded: false, result: gate.pass(speaker, rateLimitedReply(refused, pacing?.meanwhile ?? '')) }
  }

  async function runOnce(tool: Tool, input: unknown, call: ToolCall): Promise<Outcome> {
    const customer = pacing && tool.concerns?.(input)
    if (customer !== undefined) {
      const verdict = pacing?.rates.account(call.caller, customer)
      const refused = verdict instanceof Promise ? await verdict : verdict
      if (refused) return tooSoon(tool, refused)
    }
    // a number or an address is counted under its own name, and then for the account it leads to: many names are one customer
    const reply = await tool.run(input, call, (accountId) =>
      accountId === customer ? undefined : pacing?.rates.account(call.caller, accountId),
    )
    if ('tooSoon' in reply) return tooSoon(tool, reply.tooSoon)
    const status = reply.isError === true ? 'error' : 'ok'
    if ('result' in reply) return { status, recorded: true, result: reply.result }
    if (reply.recorded !== false) return { status, recorded: true, result: gate.pass(tool, reply) }
    // whatever changes something is never done without a record
    if (tool.annotations.readOnlyHint !== true) throw new ConciergeError('RECORD_NOT_WRITTEN', 'the call could not be recorded')
    return { status, recorded: true, unrecorded: true, result: gate.pass(tool, reply) }
  }

  return {
    run: (tool, input, call, arrival) => attempt(tool, call, arrival, () => runOnce(tool, input, call)),
    refuse: (tool, refused, call, arrival) => {
      const speaker = tool ?? nobody
      return attempt(speaker, call, arrival, () => Promise.resolve(tooSoon(speaker, refused)))
    },
    checkAndRun: (tool, sent, call, arrival) =>
      attempt(tool, call, arrival, async () => {
        const checked = checkInput(tool, sent)
        if (checked.ok) return await runOnce(tool, checked.input, call)
        return { status: 'invalid_input', recorded: false, result: gate.pass(tool, { text: checked.sentence, isError: true }) }
      }),
  }
}
