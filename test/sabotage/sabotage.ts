/** One way to break the product that some test must notice. */
export interface Sabotage {
  /** What would be wrong, in a few words. */
  readonly name: string
  readonly file: string
  /** Stands in the file once. */
  readonly find: string
  readonly put: string
  /** Tests of which at least one must turn red. */
  readonly tests: readonly string[]
  /** Their vitest configuration, when it is not the usual one. */
  readonly config?: string
  /** A program without which those tests skip themselves. */
  readonly needs?: string
}
