import { call, structured, type Answered } from './call.ts'
import type { StoryDesk } from './story-desk.ts'
import { colleague } from './tokens.ts'

/** What a colleague is told about an answer. */
export interface Explanation {
  readonly flags: readonly string[]
  readonly skipped: readonly (readonly [string, string])[]
  readonly missing: readonly string[]
  readonly stale: readonly string[]
  readonly audit: readonly string[]
  readonly facts: Readonly<Record<string, { readonly value: unknown; readonly state: string }>>
  readonly answered: Answered
}

/** Asks `explain_routing` about an answer. */
export async function explain(desk: StoryDesk, answered: Answered): Promise<Explanation> {
  const explained = await call(desk.url, await desk.token(colleague), 'explain_routing', {
    decision_id: structured(answered)['decision_id'],
  })
  return { ...(structured(explained) as unknown as Omit<Explanation, 'answered'>), answered: explained }
}
