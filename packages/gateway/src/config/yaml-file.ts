import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { pathText, type Fault, type Path } from './fault.ts'

/** A configuration file, read, with the place of everything in it. */
export interface YamlFile {
  readonly file: string
  readonly value: unknown
  /** Faults of the text itself. */
  readonly faults: readonly Fault[]
  /** A fault at a place of this file; at the key of the last part when `atKey`. */
  fault(
    path: Path,
    what: string,
    options?: { readonly hint?: string | undefined; readonly severity?: Fault['severity']; readonly atKey?: boolean },
  ): Fault
}

// messages of the others repeat what stands in the file, which may be a secret
const sayable = new Set<string>([
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'DUPLICATE_KEY',
  'KEY_OVER_1024_CHARS',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'MULTIPLE_DOCS',
  'NON_STRING_KEY',
  'TAB_AS_INDENT',
])
const mostAliases = 100

/** Reads YAML 1.2. A duplicate key is a fault. Never throws on what the text says. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const faults: Fault[] = [...document.errors, ...document.warnings].map((error) => ({
    severity: 'error',
    file,
    ...place(error.pos[0]),
    where: 'the text',
    what: sayable.has(error.code) ? error.message : 'is not YAML here; quote the value if it begins with or holds a special character',
  }))
  let value: unknown
  try {
    value = faults.length === 0 ? (document.toJS({ maxAliasCount: mostAliases }) as unknown) : undefined
  } catch (error) {
    const dangling = error instanceof ReferenceError && error.message.startsWith('Unresolved alias')
    const what = dangling
      ? 'refers to an alias that is not there; quote a value that begins with *'
      : 'repeats itself through aliases without end'
    faults.push({ severity: 'error', file, line: 1, column: 1, where: 'the text', what })
  }
  return {
    file,
    value,
    faults,
    fault: (path, what, options = {}) => ({
      severity: options.severity ?? 'error',
      file,
      ...place(offsetOf(document, path, options.atKey ?? false)),
      where: pathText(path),
      what,
      ...(options.hint === undefined ? {} : { hint: options.hint }),
    }),
  }
}

/** Where a path leads, or the nearest thing above it that exists. */
function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: unknown = document.contents
  let offset = 0
  for (const [index, part] of path.entries()) {
    let next: unknown
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part))
      if (!pair) break
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0]
      if (atKey && index === path.length - 1) break
      next = pair.value
    } else if (isSeq(node)) next = node.items[Number(part)]
    else break
    if (isNode(next) && next.range && next.range[1] > next.range[0]) offset = next.range[0]
    node = next
  }
  return offset
}
