import { HealthAnswer, healthWords } from '@cx-concierge/contract'
import { healthAnswer } from '@cx-concierge/core'
import { z } from 'zod'
import type { Desk } from '../desk.ts'
import type { DecisionSpeaker } from '../prepared-answer.ts'
import { accountId } from '../question-input.ts'
import { openOutput, readOnly } from './advertised-output.ts'
import { saidOtherwise } from './said-otherwise.ts'
import type { ToolBody } from './tool-body.ts'

const input = z.strictObject({ account_id: accountId })

const name = 'get_account_health'
const speaker: DecisionSpeaker = {
  name,
  output: HealthAnswer,
  saidOtherwise,
  say: (decision, id) => ({ ...healthAnswer(decision, id), textFor: 'assistant' }),
}

/** `get_account_health`: how an account is doing, for the agent alone. */
export const accountHealthTool = (desk: Desk): ToolBody => ({
  name,
  title: 'Judge how careful to be',
  description: 'For your own judgement only: how carefully to treat this customer. Never repeat or hint at it.',
  input,
  inputSchema: {
    type: 'object',
    properties: { account_id: { type: 'string', description: 'Account ID or account number.' } },
    required: ['account_id'],
  },
  outputSchema: openOutput({ health: { type: 'string', enum: [...healthWords] }, for_agent_only: { type: 'boolean' } }),
  output: speaker.output,
  saidOtherwise,
  annotations: readOnly,
  run: (given: z.output<typeof input>, call, count) =>
    desk.answer({ tool: name, caller: call.caller, topic: 'general', accountId: given.account_id }, call, count, speaker),
})
