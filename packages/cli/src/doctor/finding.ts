/** How one point of the go-live list stands. `skipped`: it could not be looked at, and `what` says why. */
export type FindingState = 'good' | 'warning' | 'bad' | 'skipped'

/** One point of the go-live list, looked at. */
export interface Finding {
  /** What was looked at: `configuration`, `backend salesforce`. */
  readonly point: string
  readonly state: FindingState
  /** What was found. Holds no secret. */
  readonly what: string
  /** What to do about it. */
  readonly mend?: string
}

/** Makes findings about one point. */
export const about = (point: string) => ({
  good: (what: string): Finding => ({ point, state: 'good', what }),
  warning: (what: string, mend: string): Finding => ({ point, state: 'warning', what, mend }),
  bad: (what: string, mend: string): Finding => ({ point, state: 'bad', what, mend }),
  skipped: (what: string): Finding => ({ point, state: 'skipped', what }),
})
