import { readFileSync } from 'node:fs'
import type { Path } from './fault.ts'

/** A reference that could not be followed. */
export interface MissingSecret {
  readonly path: Path
  readonly what: string
}

/** Where references lead. Handed in, so that a check can run without any secret. */
export interface SecretReader {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly readFile: (path: string) => string
}

/** The process's own environment and disk. */
export const processSecrets: SecretReader = { env: process.env, readFile: (path) => readFileSync(path, 'utf8').trimEnd() }

const reference = /\$\{(env|file):([^{}]+)\}/g

/** Where a value comes from that does not stand in the text itself. */
export interface SecretReference {
  readonly kind: 'env' | 'file'
  /** Of the environment variable, or the file. */
  readonly name: string
}

/** The references in a text, in their order. */
export const secretReferences = (text: string): readonly SecretReference[] =>
  [...text.matchAll(reference)].map(([, kind, name = '']) => ({ kind: kind === 'env' ? 'env' : 'file', name }))

/** Puts what `${env:NAME}` and `${file:/path}` refer to in their places. References that lead nowhere stay and are listed. */
export function resolveSecrets(
  value: unknown,
  reader: SecretReader,
  path: Path = [],
): { readonly value: unknown; readonly missing: readonly MissingSecret[] } {
  if (typeof value === 'string') return resolveText(value, reader, path)
  if (Array.isArray(value)) {
    const parts = value.map((item, index) => resolveSecrets(item, reader, [...path, index]))
    return { value: parts.map((part) => part.value), missing: parts.flatMap((part) => part.missing) }
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([key, item]) => [key, resolveSecrets(item, reader, [...path, key])] as const)
    return { value: Object.fromEntries(parts.map(([key, part]) => [key, part.value])), missing: parts.flatMap(([, part]) => part.missing) }
  }
  return { value, missing: [] }
}

function resolveText(text: string, reader: SecretReader, path: Path): { value: string; missing: MissingSecret[] } {
  const missing: MissingSecret[] = []
  const resolved = text.replace(reference, (whole: string, kind: string, name: string) => {
    const found = kind === 'env' ? reader.env[name] : readQuietly(reader, name)
    if (found !== undefined && found !== '') return found
    missing.push({
      path,
      what: kind === 'env' ? `${variable(name)} is not set` : `${file(name)} cannot be read or is empty`,
    })
    return whole
  })
  return { value: resolved, missing }
}

// a secret written where its name belongs is not told
const variable = (name: string): string =>
  /^[A-Z][A-Z0-9_]{0,63}$/.test(name) ? `the environment variable ${name}` : 'an environment variable'
const file = (path: string): string => (/^[./][\w./-]{0,200}$/.test(path) ? `the file ${path}` : 'a file')

function readQuietly(reader: SecretReader, path: string): string | undefined {
  try {
    return reader.readFile(path)
  } catch {
    return undefined
  }
}
