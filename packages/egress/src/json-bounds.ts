/** How large a JSON text may be beyond its bytes. */
export interface JsonBounds {
  readonly jsonDepth: number
  readonly jsonElements: number
}

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c
const colon = 0x3a

/**
 * Reads through a JSON text without parsing it and counts its keys, on all levels together; `undefined` when it is nested too deep or has too many
 * members: parsing, and worse serialising, such a text stalls or breaks the process long before its size in bytes does. Says nothing of whether the text
 * is valid.
 */
export function countKeys(text: Uint8Array, bounds: JsonBounds): number | undefined {
  let depth = 0
  let elements = 0
  let keys = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (inString) {
      if (byte === backslash) at++
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === colon) keys++
    else if (byte === comma) elements++
    else if (byte === openBrace || byte === openBracket) {
      elements++
      if (++depth > bounds.jsonDepth) return undefined
    } else if (byte === closeBrace || byte === closeBracket) depth--
  }
  return elements > bounds.jsonElements ? undefined : keys
}
