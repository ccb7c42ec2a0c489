import { malformed } from './vendor-answer.ts'

/** A value as a query writes it. */
export type Literal = string | number | boolean | null

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' }

/** Reads a literal. Throws `MALFORMED_QUERY` for an escape that Salesforce does not know; the parser lets those through. */
export function readLiteral(written: string): Literal {
  if (written.startsWith("'")) return unescape(written, false)
  const upper = written.toUpperCase()
  if (upper === 'NULL') return null
  if (upper === 'TRUE' || upper === 'FALSE') return upper === 'TRUE'
  const number = Number(written)
  return Number.isNaN(number) ? written : number
}

/** Reads the pattern of a `LIKE` as an expression over the whole text, in any case. */
export function readPattern(written: string): RegExp {
  const source = unescape(written, true)
    .split(/(\\[%_\\]|%|_)/)
    .map((part) => {
      if (part === '%') return '[^]*'
      if (part === '_') return '[^]'
      return (/^\\[%_\\]$/.test(part) ? part.slice(1) : part).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
    })
    .join('')
  return new RegExp(`^${source}$`, 'iu')
}

/** In a pattern the escaped wildcards, and the backslash itself, stay escaped. */
function unescape(written: string, isPattern: boolean): string {
  return written.slice(1, -1).replaceAll(/\\(u[0-9a-fA-F]{4}|[^])/g, (_whole, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    if (isPattern && /[%_\\]/.test(escaped)) return `\\${escaped}`
    const meant = escapes[escaped]
    if (meant === undefined) throw malformed(`Illegal string literal: invalid string escape '\\${escaped}'`)
    return meant
  })
}
