/** A secret text that does not show itself: printed, inspected or written as JSON it says nothing. */
export interface Sealed {
  /** The text. Only whoever has to send it calls this. */
  readonly reveal: () => string
}

/** Seals a text. */
export function sealed(text: string): Sealed {
  return Object.freeze({ reveal: () => text })
}
