import { ConciergeError, type Call, type Host } from '@cx-concierge/contract'
import { abortError } from '@cx-concierge/egress'

/** Holds one sign-in for everybody who talks to a backend. */
export interface TokenKeeper<T> {
  /** The token in use; signs in when there is none. Callers that come meanwhile wait for the same sign-in. */
  get(call: Call): Promise<T>
  /**
   * A token other than `stale`. Does nothing when it was replaced already. Throws `BACKEND_SIGN_IN_FAILED` when `stale` is
   * younger than `minAgeMs`: a backend that refuses a fresh token would refuse the next one too.
   */
  renew(stale: T, call: Call): Promise<T>
}

interface SignIn<T> {
  readonly token: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Keeps the token `fetchToken` signs in for. The signal handed to `fetchToken` aborts only when every caller that waits
 * for it has left. Refused credentials are not tried again within `minAgeMs` (5 s when not said, by `host.now()`).
 */
export function createTokenKeeper<T>(
  fetchToken: (call: Call) => Promise<T>,
  options: { readonly host: Pick<Host, 'name' | 'now'>; readonly minAgeMs?: number },
): TokenKeeper<T> {
  const { host, minAgeMs = 5000 } = options
  let held: { readonly token: T; readonly since: number } | undefined
  let refused: { readonly error: ConciergeError; readonly since: number } | undefined
  let running: SignIn<T> | undefined

  function isYoung(since: number): boolean {
    const ageMs = host.now() - since
    return ageMs >= 0 && ageMs < minAgeMs
  }

  function begin(): SignIn<T> {
    const controller = new AbortController()
    const signIn: SignIn<T> = { token: signInOnce(controller.signal, () => running === signIn), controller, waiting: 0 }
    running = signIn
    return signIn
  }

  async function signInOnce(signal: AbortSignal, isCurrent: () => boolean): Promise<T> {
    // lets `begin` finish before anything is sent
    await Promise.resolve()
    const since = host.now()
    try {
      const token = await fetchToken({ signal })
      if (isCurrent()) held = { token, since }
      return token
    } catch (error) {
      if (ConciergeError.is(error) && error.code === 'BACKEND_SIGN_IN_FAILED') refused = { error, since }
      throw error
    } finally {
      if (isCurrent()) running = undefined
    }
  }

  function join(call: Call): Promise<T> {
    if (call.signal.aborted) return Promise.reject(abortError(call.signal, host.name))
    if (running === undefined && refused !== undefined && isYoung(refused.since)) return Promise.reject(refused.error)
    const signIn = running ?? begin()
    signIn.waiting += 1
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(abortError(call.signal, host.name))
        signIn.waiting -= 1
        if (signIn.waiting > 0) return
        if (running === signIn) running = undefined
        signIn.controller.abort(abortError(call.signal, host.name))
      }
      call.signal.addEventListener('abort', leave, { once: true })
      signIn.token.then(resolve, reject).finally(() => call.signal.removeEventListener('abort', leave))
    })
  }

  return {
    get: (call) => (held === undefined ? join(call) : Promise.resolve(held.token)),
    renew(stale, call) {
      if (held !== undefined && held.token !== stale) return Promise.resolve(held.token)
      if (held !== undefined && isYoung(held.since)) {
        return Promise.reject(
          new ConciergeError('BACKEND_SIGN_IN_FAILED', 'The backend refuses a sign-in it has just given.', { source: host.name }),
        )
      }
      held = undefined
      return join(call)
    },
  }
}
