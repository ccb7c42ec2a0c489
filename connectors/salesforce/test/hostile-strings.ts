import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../shared/corpora')

/** Every line and every JSON string of the corpora that may lie beside this repository; none when they do not. */
export function hostileStrings(): string[] {
  const files = globSync('*/*.{txt,json}', { cwd: folder })
  return [...new Set(files.flatMap((file) => stringsIn(readFileSync(join(folder, file), 'utf8'), file.endsWith('.json'))))].filter(
    (text) => text !== '',
  )
}

function stringsIn(content: string, isJson: boolean): string[] {
  if (!isJson) return content.split('\n')
  const found: string[] = []
  JSON.parse(content, (_key, value: unknown) => {
    if (typeof value === 'string') found.push(value)
    return value
  })
  return found
}
