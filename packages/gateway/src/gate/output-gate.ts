import { ConciergeError } from '@cx-concierge/contract'
import type { ToolReply } from '../mcp/tool.ts'
import { findFault, type Check, type Speaker } from './checks.ts'
import type { PassedResult } from './passed-result.ts'
import { resultText } from './result-text.ts'

/** The one way by which a tool's reply leaves. */
export interface OutputGate {
  /** Throws `ANSWER_WITHHELD`, after saying which check of which tool failed. */
  pass(speaker: Speaker, reply: ToolReply): PassedResult
  /** Judges once a reply that is given again and again with another decision id in it. Throws `ANSWER_WITHHELD`. */
  passRepeated(speaker: Speaker, say: (decisionId: string) => ToolReply): (decisionId: string) => PassedResult
}

/** What a gate is made of. */
export interface GateParts {
  /** Hosts to which a link may lead. */
  readonly linkHosts: ReadonlySet<string>
  readonly onWithheld: (tool: string, check: Check) => void
}

// has a letter no decision id has, so that it can stand nowhere else
const anyId = 'dec_aaaaaaaaaaaaaaaa'

/** A gate that lets nothing out but what a tool's strict schema names, in clean text, with links to these hosts. */
export function createOutputGate({ linkHosts, onWithheld }: GateParts): OutputGate {
  function judged(speaker: Speaker, reply: ToolReply): string {
    const judgement = findFault(speaker, reply, linkHosts)
    if ('structured' in judgement) return resultText(reply, judgement.structured)
    onWithheld(speaker.name, judgement.check)
    throw new ConciergeError('ANSWER_WITHHELD', 'an answer was not fit to be sent', { cause: new Error(judgement.check) })
  }

  return {
    pass: (speaker, reply) => judged(speaker, reply) as PassedResult,
    passRepeated: (speaker, say) => {
      const pieces = judged(speaker, say(anyId)).split(anyId)
      return (decisionId) => pieces.join(decisionId) as PassedResult
    },
  }
}
