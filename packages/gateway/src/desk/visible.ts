const unseen = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Default_Ignorable_Code_Point}|\p{Variation_Selector}|\u2028|\u2029/gu

/** The same value with every character nobody sees written out, in all its texts: `{202e}`. */
export function visible<Value>(value: Value): Value {
  return spelledOut(value) as Value
}

function spelledOut(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(unseen, (character) => `{${character.codePointAt(0)?.toString(16)}}`)
  if (Array.isArray(value)) return value.map(spelledOut)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spelledOut(item)]))
}
