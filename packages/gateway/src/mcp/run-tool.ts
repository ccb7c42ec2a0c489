import { ConciergeError } from '@cx-concierge/contract'
import type { CallLedger } from '../call-ledger.ts'
import type { CallStatus, Era, Path } from '../call-status.ts'
import { checkInput } from './check-input.ts'
import { resultText } from './result-text.ts'
import type { Tool, ToolCall, ToolReply } from './tool.ts'

/** How a call reached its tool. */
interface Arrival {
  readonly era: Era
  readonly path: Path
}

/** Runs tools, and gives every call its one line in the log and its count in the metrics. */
export interface ToolRunner {
  /** The call's result as the text of a JSON object. Never rejects: what a tool throws becomes one generic sentence. */
  run(tool: Tool, input: unknown, call: ToolCall, arrival: Arrival): Promise<string>
  /** The same for arguments as they came; ones that do not fit give a result that says which and why. */
  checkAndRun(tool: Tool, sent: Readonly<Record<string, unknown>> | undefined, call: ToolCall, arrival: Arrival): Promise<string>
}

interface Outcome {
  readonly status: CallStatus
  readonly recorded: boolean
  readonly unrecorded?: true
  readonly result: string
}

const failure: ToolReply = {
  text: 'Something went wrong on our side, so there is no answer this time. Please try again in a moment.',
  isError: true,
}

/** A runner that writes to this ledger. */
export function createToolRunner(ledger: CallLedger): ToolRunner {
  async function attempt(tool: Tool, call: ToolCall, arrival: Arrival, work: () => Promise<Outcome>): Promise<string> {
    const startedAt = ledger.started()
    let outcome: Outcome
    try {
      outcome = await work()
    } catch (error) {
      if (!call.signal.aborted) ledger.toolThrew(tool.name, call.traceId, error)
      outcome = { status: 'failed', recorded: false, result: resultText(failure) }
    }
    const status = call.signal.aborted ? 'cancelled' : outcome.status
    await ledger.ended({ tool: tool.name, status, recorded: outcome.recorded, unrecorded: outcome.unrecorded, call, ...arrival }, startedAt)
    return outcome.result
  }

  return {
    run: (tool, input, call, arrival) => attempt(tool, call, arrival, () => runOnce(tool, input, call)),
    checkAndRun: (tool, sent, call, arrival) =>
      attempt(tool, call, arrival, async () => {
        const checked = checkInput(tool, sent)
        if (checked.ok) return await runOnce(tool, checked.input, call)
        return { status: 'invalid_input', recorded: false, result: resultText({ text: checked.sentence, isError: true }) }
      }),
  }
}

async function runOnce(tool: Tool, input: unknown, call: ToolCall): Promise<Outcome> {
  const reply = await tool.run(input, call)
  if ('result' in reply) return { status: 'ok', recorded: true, result: reply.result }
  const status = reply.isError === true ? 'error' : 'ok'
  if (reply.recorded !== false) return { status, recorded: true, result: resultText(reply) }
  // whatever changes something is never done without a record
  if (tool.annotations.readOnlyHint !== true) throw new ConciergeError('RECORD_NOT_WRITTEN', 'the call could not be recorded')
  return { status, recorded: true, unrecorded: true, result: resultText(reply) }
}
