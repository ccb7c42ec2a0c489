// a string, with its end optional so that a text without one is not searched again and again, or a mark by which objects and lists begin, go on and end
const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],]/g

/**
 * Whether an object somewhere in a JSON text has two members of one name. Parsers differ in which of the two they take, so that two readers of one token could
 * see two callers (RFC 8725 §2.4). The text must be valid JSON.
 */
export function hasRepeatedMember(json: string): boolean {
  const open: (Set<string> | undefined)[] = []
  let nameIsNext = false
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ',' && nameIsNext) {
      const names = open.at(-1)
      const name: string = JSON.parse(token)
      if (names?.has(name)) return true
      names?.add(name)
    }
    nameIsNext = (token === '{' || token === ',') && open.at(-1) !== undefined
  }
  return false
}
