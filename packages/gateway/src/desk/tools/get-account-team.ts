import { TeamAnswer } from '@cx-concierge/contract'
import { teamAnswer } from '@cx-concierge/core'
import { z } from 'zod'
import type { Desk } from '../desk.ts'
import { accountId, advertised, email, exactlyOne } from '../question-input.ts'
import { anyObject, openOutput, readOnly } from './advertised-output.ts'
import { saidOtherwise } from './said-otherwise.ts'
import type { ToolBody } from './tool-body.ts'

const speaker = { name: 'get_account_team', output: TeamAnswer, saidOtherwise, say: teamAnswer } as const

/** `get_account_team`: the people on an account, by role. */
export function accountTeamTool(desk: Desk, roles: readonly string[]): ToolBody {
  const role = z.enum(roles as [string, ...string[]])
  const input = z
    .strictObject({ account_id: accountId.optional(), email: email.optional(), roles: z.array(role).min(1).max(roles.length).optional() })
    .superRefine(exactlyOne)
  return {
    name: speaker.name,
    title: 'List the account team',
    description:
      'List the people on this account by role (CSM, AE, onboarding). Use when the customer or a colleague asks "who is on our team". A role marked unknown could not be checked; say so, do not say nobody is assigned.',
    input,
    inputSchema: {
      type: 'object',
      properties: {
        account_id: advertised.account_id,
        email: advertised.email,
        roles: { type: 'array', items: { type: 'string', enum: [...roles] }, description: 'Only these roles; default all.' },
      },
    },
    outputSchema: openOutput({ team: anyObject }),
    output: speaker.output,
    saidOtherwise,
    annotations: readOnly,
    run: (given: z.output<typeof input>, call, count) =>
      desk.answer(
        {
          tool: speaker.name,
          caller: call.caller,
          topic: 'general',
          ...(given.account_id === undefined ? {} : { accountId: given.account_id }),
          ...(given.email === undefined ? {} : { email: given.email }),
          ...(given.roles === undefined ? {} : { roles: given.roles }),
        },
        call,
        count,
        speaker,
      ),
  }
}
