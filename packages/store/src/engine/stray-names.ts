import { escapeInvisible } from '../audit-line.ts'

const longestName = 80

/** Names of parts that are not as our own steps make them, or are lacking. Some may be somebody else's words, so they are made harmless. */
export function strayNames(found: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): readonly string[] {
  const strange = [...found].filter(([name, making]) => expected.get(name) !== making).map(([name]) => name)
  const missing = [...expected.keys()].filter((name) => !found.has(name))
  return [...new Set([...strange, ...missing])].map((name) => escapeInvisible(JSON.stringify(name.slice(0, longestName))).slice(1, -1))
}
