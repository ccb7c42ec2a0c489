/**
 * How facts stand in a text that are not there word for word, by where they stand: `availability/state`; a part that is `*`
 * is any name. The words that must be there instead; `undefined` when nothing has to be said.
 */
export type SaidOtherwise = Readonly<Record<string, (value: string) => string | undefined>>

interface Leaf {
  readonly path: readonly string[]
  readonly value: string
}

/** Where a structured answer holds something that a reader of its text alone would never learn. */
export function unsaid(structured: unknown, text: string, saidOtherwise: SaidOtherwise): readonly string[] {
  const otherwise = Object.entries(saidOtherwise).map(([pattern, wordsFor]) => ({ pattern: pattern.split('/'), wordsFor }))
  return leavesOf(structured)
    .filter(({ path, value }) => {
      const exception = otherwise.find(({ pattern }) => fits(pattern, path))
      if (exception === undefined) return !says(text, value)
      const words = exception.wordsFor(value)
      return words !== undefined && !text.includes(words)
    })
    .map(({ path }) => path.join('/'))
}

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((part, at) => part === '*' || part === path[at])

/** Every value, however deep; places in a list count as their list, and `null` says that there is nothing to say. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path))
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
  return [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }]
}

const wordCharacter = /[\p{L}\p{N}_]/u

/** Whether the text holds the value as words of its own, so that `ok` is not found in `book`. */
function says(text: string, value: string): boolean {
  if (value === '') return true
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!wordCharacter.test(text.charAt(at - 1)) && !wordCharacter.test(text.charAt(at + value.length))) return true
  }
  return false
}
