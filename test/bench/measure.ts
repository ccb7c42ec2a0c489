/** How long and how often is measured. */
export interface Settings {
  readonly rounds: number
  readonly seconds: number
  readonly calls: number
  readonly replicas: number
  readonly clients: number
  readonly progress: (text: string) => void
}

/** What a measurement came to. */
export interface Measured {
  /** For machines. */
  readonly figures: unknown
  /** For people. */
  readonly lines: readonly string[]
}

/** One thing that is measured. */
export interface Measure {
  readonly name: string
  readonly what: string
  /** It takes minutes, or the network: done only when it is named. */
  readonly onlyNamed?: true
  readonly measure: (settings: Settings) => Promise<Measured>
}
