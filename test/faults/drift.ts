/** How the shape of records may change overnight. */
export const drifts = [
  ['missing', 'fields are gone'],
  ['renamed', 'fields have other names'],
  ['retyped', 'fields have another type'],
  ['null', 'fields are null'],
  ['extra', 'fields nobody knows'],
] as const

type Drift = (typeof drifts)[number][0]

const strange = { toString: 'no function', nested: [[[{}]]] }

/** The same answer after a change at the vendor. Every other field of every record is hit; which half, `repeat` says. */
export function drifted(body: Buffer, drift: Drift, repeat: number): Buffer {
  let count = repeat
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => (isPlain(one) ? changed('', one)[1] : change(one)))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).flatMap(([name, inner]) =>
      isPlain(inner) ? changedField(name, inner) : [[name, change(inner)] as const],
    )
    if (drift === 'extra') entries.push(['__proto__', strange], ['constructor', 'x'.repeat(2_000)], ['surprise', [1, null, strange]])
    return Object.fromEntries(entries)
  }
  const changedField = (name: string, value: unknown): (readonly [string, unknown])[] => {
    const [newName, newValue] = changed(name, value)
    return newName === undefined ? [] : [[newName, newValue]]
  }
  const changed = (name: string, value: unknown): readonly [string | undefined, unknown] => {
    count += 1
    if (count % 2 === 0 || drift === 'extra') return [name, value]
    if (drift === 'missing') return [undefined, undefined]
    if (drift === 'renamed') return [`${name}_v2`, value]
    return [name, drift === 'null' ? null : typeof value === 'string' ? { value } : String(value)]
  }
  try {
    return Buffer.from(JSON.stringify(change(JSON.parse(String(body)))))
  } catch {
    return body
  }
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null
