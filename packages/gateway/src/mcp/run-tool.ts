import type { CallLedger } from '../call-ledger.ts'
import type { CallStatus, Era, Path } from '../call-status.ts'
import type { OutputGate } from '../gate/output-gate.ts'
import type { PassedResult } from '../gate/passed-result.ts'
import { checkInput } from './check-input.ts'
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
}

interface Outcome {
  readonly status: CallStatus
  readonly recorded: boolean
  readonly result: PassedResult
}

const failure: ToolReply = {
  text: 'Something went wrong on our side, so there is no answer this time. Please try again in a moment.',
  isError: true,
}

/** A runner that writes to this ledger, and sends nothing but what the gate lets pass. */
export function createToolRunner(ledger: CallLedger, gate: OutputGate): ToolRunner {
  async function attempt(tool: Tool, call: ToolCall, arrival: Arrival, work: () => Promise<Outcome>): Promise<PassedResult> {
    const startedAt = ledger.started()
    let outcome: Outcome
    try {
      outcome = await work()
    } catch (error) {
      if (!call.signal.aborted) ledger.toolThrew(tool.name, call.traceId, error)
      outcome = { status: 'failed', recorded: false, result: gate.pass(tool, failure) }
    }
    const status = call.signal.aborted ? 'cancelled' : outcome.status
    await ledger.ended({ tool: tool.name, status, recorded: outcome.recorded, call, ...arrival }, startedAt)
    return outcome.result
  }

  async function runOnce(tool: Tool, input: unknown, call: ToolCall): Promise<Outcome> {
    const reply = await tool.run(input, call)
    if ('result' in reply) return { status: 'ok', recorded: true, result: reply.result }
    return { status: reply.isError === true ? 'error' : 'ok', recorded: true, result: gate.pass(tool, reply) }
  }

  return {
    run: (tool, input, call, arrival) => attempt(tool, call, arrival, () => runOnce(tool, input, call)),
    checkAndRun: (tool, sent, call, arrival) =>
      attempt(tool, call, arrival, async () => {
        const checked = checkInput(tool, sent)
        if (checked.ok) return await runOnce(tool, checked.input, call)
        return { status: 'invalid_input', recorded: false, result: gate.pass(tool, { text: checked.sentence, isError: true }) }
      }),
  }
}
