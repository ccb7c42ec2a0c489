import { createHash } from 'node:crypto'
import { ConciergeError } from '@cx-concierge/contract'
import { insteadOf, type Decision, type Policy } from '@cx-concierge/core'
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
  /** The same, before the gate made a result of it. */
  reply(decisionId: string): ToolReply
  /** What the decision record keeps. */
  readonly body: string
  readonly cardHash: string | undefined
  /** The outcome in a few words. */
  readonly outcome: string
}

const prepared = new WeakMap<Decision, PreparedAnswer>()

/** What answers are made ready with. */
export interface AnswerMaking {
  readonly speaker: DecisionSpeaker
  readonly gate: OutputGate
  readonly policy: Policy
}

/**
 * Makes a decision's answer ready, once: the same decision is given again and again while nothing changes. An answer that the gate
 * withholds gives way to the last resort's, so that nobody is left without somebody to turn to.
 */
export function prepareAnswer(decision: Decision, making: AnswerMaking): PreparedAnswer {
  let answer = prepared.get(decision)
  if (!answer) {
    try {
      answer = made(decision, making)
    } catch (error) {
      if (!ConciergeError.is(error) || error.code !== 'ANSWER_WITHHELD') throw error
      answer = made(insteadOf(decision, making.policy), making)
    }
    prepared.set(decision, answer)
  }
  return answer
}

function made(decision: Decision, { speaker, gate }: AnswerMaking): PreparedAnswer {
  const { step, reason } = decision.decided
  const reply = (decisionId: string): ToolReply => speaker.say(decision, decisionId)
  return {
    result: gate.passRepeated(speaker, reply),
    reply,
    body: JSON.stringify(decision.body),
    cardHash: decision.contact && createHash('sha256').update(JSON.stringify(decision.contact)).digest('base64url').slice(0, 22),
    // a single letter beyond Latin-1 would double the size of every record on its way
    outcome: `${decision.status} -> ${step ?? reason}`,
  }
}
