/** What is known of one thing. Unknown (could not be read) is never the same as empty (read, and nothing there). */
export type Fact<Value = unknown> =
  | {
      readonly state: 'known'
      readonly value: Value
      /** Where it came from: `salesforce.segment`, `by_arr`, `question`. */
      readonly source: string
      /** Epoch milliseconds; absent for what no system was asked for. */
      readonly readAt?: number
      readonly age: 'fresh' | 'stale'
      /** A source that is believed more could not be read. */
      readonly lowerSource: boolean
    }
  | { readonly state: 'empty' }
  | { readonly state: 'unknown' }

/** What a look-up gives when no source could say. */
export const unread: unique symbol = Symbol('unread')

/** Nothing there. */
export const emptyFact: Fact<never> = { state: 'empty' }

/** Could not be read. */
export const unknownFact: Fact<never> = { state: 'unknown' }

/** A fact that needs no system: part of the question, or of the configuration. */
export const given = <Value>(value: Value, source: string): Fact<Value> => ({
  state: 'known',
  value,
  source,
  age: 'fresh',
  lowerSource: false,
})
