/** The same settings, but every address that leads to `from` leads to `to`, over TLS. */
export function readdressed<Value>(value: Value, from: string, to: string): Value {
  const visit = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replaceAll(`http://${from}`, `https://${to}`).replaceAll(from, to)
    if (Array.isArray(one)) return one.map(visit)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, visit(inner)]))
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts stay texts, and all else stays as it is
  return visit(value) as Value
}
