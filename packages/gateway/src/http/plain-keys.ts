/**
 * Whether a parsed JSON value has exactly as many keys as its text had, and none that every object inherits: a key that stood there twice is one that two
 * readers may understand differently. The value must not be nested deeper than the stack allows.
 */
export function hasPlainKeys(value: unknown, keysInText: number): boolean {
  return plainKeys(value) === keysInText
}

/** The number of keys on all levels; not a number when one of them is inherited by every object. */
function plainKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let keys = 0
  if (Array.isArray(value)) {
    for (const item of value) keys += plainKeys(item)
    return keys
  }
  for (const key in value) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return Number.NaN
    keys += 1 + plainKeys((value as Record<string, unknown>)[key])
  }
  return keys
}
