/** Something wrong in a configuration file: where, what, and how to mend it. */
export interface Fault {
  readonly severity: 'error' | 'warning'
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The place in the file's structure: `rules[2].when`. */
  readonly where: string
  readonly what: string
  /** How to mend it, when that can be said. */
  readonly hint?: string
}

/** A place in a file: keys and list positions from the top. */
export type Path = readonly (string | number)[]

/** Writes a path the way people point at things. */
export const pathText = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('') || 'the file'
