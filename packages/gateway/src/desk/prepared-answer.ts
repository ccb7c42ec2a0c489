import { createHash } from 'node:crypto'
import type { Decision } from '@cx-concierge/core'
import { resultText } from '../mcp/result-text.ts'
import type { ToolReply } from '../mcp/tool.ts'

/** Puts a decision into a tool's words. */
export type Say = (decision: Decision, decisionId: string) => ToolReply

/** Everything about answering with a decision that does not change from call to call. */
export interface PreparedAnswer {
  /** The tool's result, with this call's decision id in it. */
  result(decisionId: string): string
  /** What the decision record keeps. */
  readonly body: string
  readonly cardHash: string | undefined
  /** The outcome in a few words. */
  readonly outcome: string
}

// has a letter no decision id has, so that it can stand nowhere else
const anyId = 'dec_aaaaaaaaaaaaaaaa'
const prepared = new WeakMap<Decision, PreparedAnswer>()

/** Makes a decision's answer ready, once: the same decision is given again and again while nothing changes. */
export function prepareAnswer(decision: Decision, say: Say): PreparedAnswer {
  let answer = prepared.get(decision)
  if (!answer) {
    const pieces = resultText(say(decision, anyId)).split(anyId)
    const { step, reason } = decision.decided
    answer = {
      result: (decisionId) => pieces.join(decisionId),
      body: JSON.stringify(decision.body),
      cardHash: decision.contact && createHash('sha256').update(JSON.stringify(decision.contact)).digest('base64url').slice(0, 22),
      outcome: `${decision.status} → ${step ?? reason}`,
    }
    prepared.set(decision, answer)
  }
  return answer
}
