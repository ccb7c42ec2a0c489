import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the repository. */
const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** Names of the folders in a folder of the repository. */
export const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, 'package.json')))
    .map((entry) => `${folder}/${entry.name}`)
    .toSorted()

/** Every package and every connector, as `packages/core`, `connectors/gainsight`. */
export const members: readonly string[] = [...foldersIn('packages'), ...foldersIn('connectors')]

/** A file's text. */
export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Whether a path of the repository exists. */
export const exists = (path: string): boolean => existsSync(join(root, path))

/** TypeScript files below a folder; none when there is no such folder. */
export function sourcesIn(folder: string): string[] {
  if (!exists(folder)) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
}

/** A `package.json`, as far as tests look at it. */
export interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly overrides?: Readonly<Record<string, string>>
}

/** The manifest in a folder of the repository. */
export const manifestOf = (folder: string): Manifest => JSON.parse(textOf(join(folder, 'package.json'))) as Manifest

/** What a file imports, re-exports or loads by a fixed name, as it is spelled there. */
export function importsOf(file: string): string[] {
  const code = withoutComments(textOf(file))
  const found = code.matchAll(/\bfrom\s*'([^']+)'|\bimport\s*'([^']+)'|\bimport\(\s*'([^']+)'|\bimport\(\s*`([^`$]+)`/g)
  return [...found].map((match) => match.slice(1).find((part) => part !== undefined) ?? '')
}

/** Where a relative import leads, as a path of the repository. */
export const resolved = (file: string, spelled: string): string =>
  relative(root, join(root, dirname(file), spelled))
    .split(sep)
    .join('/')

/** The code of a file alone: comments are where people may say anything. */
export function withoutComments(text: string): string {
  return text.replaceAll(/^[ \t]*\/\*[\s\S]*?\*\/|\/\*\*[^\n]*?\*\//gm, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}
