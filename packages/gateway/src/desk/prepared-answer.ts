import { createHash } from 'node:crypto'
import type { Decision } from '@cx-concierge/core'
import type { Speaker } from '../gate/checks.ts'
import type { OutputGate } from '../gate/output-gate.ts'
import type { PassedResult } from '../gate/passed-result.ts'
import type { ToolReply } from '../mcp/tool.ts'

/** A tool that puts decisions into words. */
export interface DecisionSpeaker extends Speaker {
  readonly say: (decision: Decision, decisionId: string) => ToolReply
}

/** Everything about answering with a decision that does not change from call to call. */
export interface PreparedAnswer {
  /** The tool's result, with this call's decision id in it. */
  result(decisionId: string): PassedResult
  /** What the decision record keeps. */
  readonly body: string
  readonly cardHash: string | undefined
  /** The outcome in a few words. */
  readonly outcome: string
}

const prepared = new WeakMap<Decision, PreparedAnswer>()

/**
 * Makes a decision's answer ready, once: the same decision is given again and again while nothing changes. Throws
 * `ANSWER_WITHHELD`.
 */
export function prepareAnswer(decision: Decision, speaker: DecisionSpeaker, gate: OutputGate): PreparedAnswer {
  let answer = prepared.get(decision)
  if (!answer) {
    const { step, reason } = decision.decided
    answer = {
      result: gate.passRepeated(speaker, (decisionId) => speaker.say(decision, decisionId)),
      body: JSON.stringify(decision.body),
      cardHash: decision.contact && createHash('sha256').update(JSON.stringify(decision.contact)).digest('base64url').slice(0, 22),
      // a single letter beyond Latin-1 would double the size of every record on its way
      outcome: `${decision.status} -> ${step ?? reason}`,
    }
    prepared.set(decision, answer)
  }
  return answer
}
