/** The same settings, but wherever one address stands stands the other. */
export function readdressed<Value>(value: Value, from: string, to: string): Value {
  const visit = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replaceAll(from, to)
    if (Array.isArray(one)) return one.map(visit)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, visit(inner)]))
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts stay texts, and all else stays as it is
  return visit(value) as Value
}
