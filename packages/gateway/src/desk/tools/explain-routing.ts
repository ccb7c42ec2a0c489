import type { DecisionBody } from '@cx-concierge/contract'
import { z } from 'zod'
import type { Speaker } from '../../gate/checks.ts'
import type { ToolReply } from '../../mcp/tool.ts'
import type { Desk, Explained } from '../desk.ts'
import { inert } from '../inert.ts'
import { withoutOrders } from '../without-orders.ts'
import { anyObject, readOnly } from './advertised-output.ts'
import { explanationOutput } from './explanation-output.ts'
import type { ToolBody } from './tool-body.ts'

const input = z.strictObject({
  decision_id: z.string('must be a string').regex(/^dec_[a-z]{10,40}$/, 'must be a decision_id such as dec_bcdf…'),
})

const text = { type: 'string' } as const
const list = { type: 'array' } as const

const name = 'explain_routing'
const speaker: Speaker = {
  name,
  output: explanationOutput,
  saidOtherwise: {
    // the difference of two moments that are both in the text
    'facts/*/age_s': () => undefined,
    'facts/*/lower_source': () => 'a better source could not be read',
  },
}

/** `explain_routing`: why a decision came out as it did. Staff only. */
export const explainRoutingTool = (desk: Desk): ToolBody => ({
  ...speaker,
  title: 'Explain a decision',
  description:
    'Explain an earlier answer of this desk: the rule, every fact with its source and age, who was skipped and why. For staff; never show it to customers.',
  input,
  inputSchema: {
    type: 'object',
    properties: { decision_id: { type: 'string', description: 'From an earlier answer.' } },
    required: ['decision_id'],
  },
  outputSchema: {
    type: 'object',
    properties: { decision_id: text, status: text, decision: anyObject, facts: anyObject, considered: list, skipped: list, flags: list },
    required: ['decision_id'],
  },
  annotations: readOnly,
  run: async (given: z.output<typeof input>, call) => {
    const started = performance.now()
    const found = await desk.explain(given.decision_id, call.caller)
    const result = found ? 'explained' : 'no such decision'
    const reply: ToolReply = found
      ? explanation(found)
      : { text: `There is no decision ${given.decision_id}. Give the decision_id of an earlier answer.`, isError: true }
    const ended = { tool: name, call, input: { decision_id: given.decision_id }, result, durationMs: performance.now() - started }
    return await desk.reply(ended, speaker, reply)
  },
})

function explanation({ id, at, body: recorded, auditFlags }: Explained): ToolReply {
  // backends' own words may give orders, and hold characters nobody sees and links
  const body = inert(withoutOrders(recorded))
  const { snapshot: _snapshot, facts, ...rest } = body
  const aged = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      { ...fact, ...(fact.read_at === undefined ? {} : { age_s: Math.round((at - Date.parse(fact.read_at)) / 1000) }) },
    ]),
  )
  const structured = { decision_id: id, at: new Date(at).toISOString(), ...rest, facts: aged, audit: auditFlags }
  return { text: inWords(id, at, body, auditFlags), structured }
}

function inWords(id: string, at: number, body: DecisionBody, auditFlags: readonly string[]): string {
  const { decision } = body
  const lines = [
    `Decision ${id} at ${new Date(at).toISOString()}: ${body.tool} → ${body.status}.`,
    `Account: ${body.account_id ?? 'none'}${body.matched_by === undefined ? '' : `, found by ${body.matched_by}`}. Asked by: ${body.audience}${body.topic === undefined ? '' : `, topic ${body.topic}`}${body.language === undefined ? '' : `, language ${body.language}`}${body.roles === undefined ? '' : `, roles ${body.roles.join(', ')}`}.`,
    `Rule: ${decision.rule ?? 'none'}${decision.rule_label === undefined ? '' : ` (${decision.rule_label})`}. Step: ${decision.step ?? 'none'}. Reason: ${decision.reason}. Configuration: ${body.config_change}.`,
    ...Object.entries(body.facts).map(
      ([name, fact]) =>
        `Fact ${name} = ${valueText(fact.value)} (${fact.state}${fact.source === undefined ? '' : `, ${fact.source}`}${fact.read_at === undefined ? '' : `, read ${fact.read_at}`}${fact.lower_source ? ', a better source could not be read' : ''}).`,
    ),
    ...body.considered.map((one) => `Looked at ${one.who} for ${one.step} (${one.source}): ${one.verdict}.`),
    ...body.skipped.map(([step, reason]) => `Skipped ${step}: ${reason}.`),
    ...listLine('Rules that could not be decided', body.undecided_rules),
    ...listLine('Old facts used', body.stale),
    ...listLine('Missing', body.missing),
    ...listLine('Flags', body.flags),
    ...listLine('Audit', auditFlags),
  ]
  return lines.join('\n')
}

/** Word for word, so that the text says what the structure holds. */
const valueText = (value: unknown): string =>
  typeof value === 'string' ? `"${value}"` : Array.isArray(value) ? `[${value.map(valueText).join(', ')}]` : JSON.stringify(value)

const listLine = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`${title}: ${items.join(', ')}.`]
