import { randomBytes } from 'node:crypto'
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

/** A gate that lets nothing out but what a tool's strict schema names, in clean text, with links to these hosts. */
export function createOutputGate({ linkHosts, onWithheld }: GateParts): OutputGate {
  // stands in for the id while an answer is judged; nobody who writes a record can know it
  const anyId = `dec_${randomBytes(16).toString('hex')}`

  function withheld({ name }: Speaker, check: Check, cause: unknown = new Error(check)): ConciergeError {
    onWithheld(name, check)
    return new ConciergeError('ANSWER_WITHHELD', 'an answer was not fit to be sent', { cause })
  }

  function judged(speaker: Speaker, reply: ToolReply): string {
    const judgement = findFault(speaker, reply, linkHosts)
    if ('structured' in judgement) return resultText(reply, judgement.structured)
    throw withheld(speaker, judgement.check)
  }

  function saidOnce(speaker: Speaker, say: (decisionId: string) => ToolReply): ToolReply {
    try {
      return say(anyId)
    } catch (error) {
      // what cannot even be said does not fit its schema
      throw withheld(speaker, 'schema', error)
    }
  }

  return {
    pass: (speaker, reply) => judged(speaker, reply) as PassedResult,
    passRepeated: (speaker, say) => {
      const [first = '', ...rest] = judged(speaker, saidOnce(speaker, say)).split(anyId)
      return (decisionId) => {
        // put together without a copy: it is copied once when it is sent
        let text = first
        for (const piece of rest) text += decisionId + piece
        return text as PassedResult
      }
    },
  }
}
