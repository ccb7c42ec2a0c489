import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../../shared/corpora')

/** Every line and every JSON string of the corpora that may lie beside this repository; none when they do not. */
export function hostileStrings(...kinds: readonly string[]): readonly string[] {
  return [...new Set(kinds.flatMap((kind) => filesIn(join(folder, kind))).flatMap(stringsIn))]
}

/** One JSON file of the corpora; `undefined` when it is not here. */
export function corpusFile(path: string): unknown {
  const file = join(folder, path)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined
}

function filesIn(path: string): readonly string[] {
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => /\.(?:json|txt)$/.test(name))
    .map((name) => join(path, name))
}

function stringsIn(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return file.endsWith('.json') ? textsOf(JSON.parse(text)) : text.split('\n').filter((line) => line !== '')
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
