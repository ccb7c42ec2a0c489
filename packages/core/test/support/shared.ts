import type { Credentials, SharedAnswer, SharedAnswers } from '../../src/index.ts'
import { ownerOf } from '../../src/index.ts'

/** A memory that replicas of a test share, and how often it was looked at. */
export interface PretendShared extends SharedAnswers {
  readonly held: Map<string, SharedAnswer>
  looks: number
}

/** Shares through JSON, as over a wire. */
export function pretendShared(): PretendShared {
  const forgottenAt = new Map<string, number>()
  const counts = (credentials: Credentials, { readAt }: SharedAnswer): boolean =>
    readAt > (forgottenAt.get(ownerOf(credentials)) ?? -Infinity)
  const shared: PretendShared = {
    held: new Map(),
    looks: 0,
    find: async (credentials, keys) => {
      shared.looks += 1
      await new Promise((resolve) => setTimeout(resolve, 1))
      return keys.map((key) => {
        const answer = shared.held.get(key)
        return answer && counts(credentials, answer) ? (JSON.parse(JSON.stringify(answer)) as SharedAnswer) : undefined
      })
    },
    keep: (_credentials, answers) => {
      for (const answer of answers) shared.held.set(answer.key, answer)
    },
    forget: (credentials) => void forgottenAt.set(ownerOf(credentials), Date.now()),
  }
  return shared
}
