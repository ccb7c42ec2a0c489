import type { CallLedger, CallStatus, Era, Path } from '../call-ledger.ts'
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
  run(tool: Tool, input: unknown, call: ToolCall, arrival: Arrival): Promise<string>
  /** The same for arguments as they came; ones that do not fit give a result that says which and why. */
  checkAndRun(tool: Tool, sent: Readonly<Record<string, unknown>> | undefined, call: ToolCall, arrival: Arrival): Promise<string>
}

interface Outcome {
  readonly status: CallStatus
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
      outcome = { status: 'failed', result: resultOf(failure) }
    }
    const status = call.signal.aborted ? 'cancelled' : outcome.status
    ledger.ended({ tool: tool.name, status, call, ...arrival }, startedAt)
    return outcome.result
  }

  return {
    run: (tool, input, call, arrival) => attempt(tool, call, arrival, () => runOnce(tool, input, call)),
    checkAndRun: (tool, sent, call, arrival) =>
      attempt(tool, call, arrival, async () => {
        const checked = checkInput(tool, sent)
        if (checked.ok) return await runOnce(tool, checked.input, call)
        return { status: 'invalid_input', result: resultOf({ text: checked.sentence, isError: true }) }
      }),
  }
}

async function runOnce(tool: Tool, input: unknown, call: ToolCall): Promise<Outcome> {
  const reply = await tool.run(input, call)
  return { status: reply.isError === true ? 'error' : 'ok', result: resultOf(reply) }
}

/** Serialised here, in one place, so that a reply that cannot be serialised fails inside the tool's own try. */
function resultOf(reply: ToolReply): string {
  if (typeof reply.text !== 'string') throw new TypeError('a tool answered without a text')
  const text = JSON.stringify(reply.text)
  const annotations = reply.textFor === undefined ? '' : `,"annotations":{"audience":["${reply.textFor}"]}`
  const content = `{"content":[{"type":"text","text":${text}${annotations}}]`
  // an error without structured content: clients check structured content against the output schema even then
  if (reply.isError === true) return `${content},"isError":true}`
  return reply.structured === undefined ? `${content}}` : `${content},"structuredContent":${JSON.stringify(reply.structured)}}`
}
