/** Keeps retries a small share of the traffic, so that they cannot finish off a backend that struggles. */
export interface RetryBudget {
  /** Every first attempt earns a little. */
  earn(): void
  /** Whether a retry may be spent. */
  spend(): boolean
}

/** Retries may be at most this share of calls, after a small store to start with: with it, at most a tenth of five hundred calls and more. */
export function createRetryBudget(share = 0.09, most = 5): RetryBudget {
  let left = most
  return {
    earn: () => {
      left = Math.min(most, left + share)
    },
    spend: () => {
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
