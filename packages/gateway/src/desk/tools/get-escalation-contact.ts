import { EscalationAnswer } from '@cx-concierge/contract'
import { escalationAnswer } from '@cx-concierge/core'
import { z } from 'zod'
import type { Desk } from '../desk.ts'
import { accountId, advertised, email, exactlyOne, language, topic } from '../question-input.ts'
import { anyObject, openOutput, readOnly } from './advertised-output.ts'
import { saidOtherwise } from './said-otherwise.ts'
import type { ToolBody } from './tool-body.ts'

const input = z
  .strictObject({ account_id: accountId.optional(), email: email.optional(), topic, preferred_language: language.optional() })
  .superRefine(exactlyOne)

const speaker = { name: 'get_escalation_contact', output: EscalationAnswer, saidOtherwise, say: escalationAnswer } as const

/** `get_escalation_contact`: the right human for this customer. */
export const escalationContactTool = (desk: Desk): ToolBody => ({
  name: speaker.name,
  title: 'Find the right human',
  description:
    'Find the right human for this customer. Use when the customer asks for a person (their CSM, account manager, "my rep", support manager), or when you cannot answer. Returns one contact with a ready sentence in agent_message; say it in your own words and keep links exactly as given. If status is ambiguous or identity_unverified, ask the question in agent_message instead of guessing. Do not use it to look up colleagues’ personal details or to list customers.',
  input,
  inputSchema: { type: 'object', properties: advertised },
  outputSchema: openOutput({ contact: anyObject, availability: anyObject }),
  output: speaker.output,
  saidOtherwise,
  annotations: readOnly,
  run: (given: z.output<typeof input>, call, count) =>
    desk.answer(
      {
        tool: speaker.name,
        caller: call.caller,
        topic: given.topic,
        ...(given.account_id === undefined ? {} : { accountId: given.account_id }),
        ...(given.email === undefined ? {} : { email: given.email }),
        ...(given.preferred_language === undefined ? {} : { language: given.preferred_language }),
      },
      call,
      count,
      speaker,
    ),
})
