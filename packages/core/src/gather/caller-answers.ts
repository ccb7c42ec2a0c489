import type { Caller, LookupName, SnapshotEntry } from '@cx-concierge/contract'
import type { Access, CallerAccess } from './access.ts'
import type { AccessAnswering, CallerAnswering } from './answering.ts'
import { codeOf, forbidding } from './error-code.ts'

/**
 * A system as each caller may have it, read with their own credentials and remembered for them alone. Without a token for
 * a caller it is down for that caller; it is never read with other credentials instead.
 */
export function callerAnswers(answering: AccessAnswering, callers: CallerAccess): (caller: Caller) => CallerAnswering {
  const known = new WeakMap<Caller, CallerAnswering>()
  return (caller) => {
    let answers = known.get(caller)
    if (!answers) {
      answers = answersFor(caller, answering, callers)
      known.set(caller, answers)
    }
    return answers
  }
}

function answersFor(caller: Caller, answering: AccessAnswering, callers: CallerAccess): CallerAnswering {
  /** A backend that does not take a token any more may have been told to; a fresh one is tried once, and what was known is forgotten. */
  const loadOrRenew = async (access: Access, lookup: LookupName, key: string, leaving?: AbortSignal): Promise<SnapshotEntry> => {
    try {
      return await answering.load(access, lookup, key, leaving)
    } catch (error) {
      if (forbidding.has(codeOf(error))) answering.forget(access)
      if (codeOf(error) !== 'BACKEND_SIGN_IN_FAILED') throw error
    }
    const renewed = await callers.get(caller, access)
    try {
      return await answering.load(renewed, lookup, key, leaving)
    } catch (error) {
      if (forbidding.has(codeOf(error))) answering.forget(renewed)
      throw error
    }
  }

  return {
    whose: () => {
      const credentials = callers.held(caller)?.credentials
      return credentials?.kind === 'caller' ? credentials.id : undefined
    },
    peek: (lookup, key) => {
      const access = callers.held(caller)
      return access && answering.peek(access, lookup, key)
    },
    holds: (lookup, key, entry) => {
      const access = callers.held(caller)
      return access !== undefined && answering.holds(access, lookup, key, entry)
    },
    recall: (lookup, key, code) => {
      const access = callers.held(caller)
      return access && answering.recall(access, lookup, key, code)
    },
    load: async (lookup, key, leaving) => {
      let access: Access | undefined
      try {
        access = await callers.get(caller)
        return await loadOrRenew(access, lookup, key, leaving)
      } catch (error) {
        const code = codeOf(error)
        return (access && answering.recall(access, lookup, key, code)) ?? { state: 'unknown', code }
      }
    },
  }
}
