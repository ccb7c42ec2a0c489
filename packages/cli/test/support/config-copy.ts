import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ours = fileURLToPath(new URL('../../../../config', import.meta.url))

/** A folder that goes away by itself. */
export interface Folder extends AsyncDisposable {
  readonly path: string
}

/** An empty folder. */
export async function emptyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'cx-cli-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** The repository's four files with some texts replaced: `[file, from, to]`. */
export async function configWith(edits: readonly (readonly [file: string, from: string, to: string])[]): Promise<Folder> {
  const folder = await emptyFolder()
  await cp(ours, folder.path, { recursive: true })
  for (const [name, from, to] of edits) {
    const file = join(folder.path, name)
    const text = await readFile(file, 'utf8')
    if (!text.includes(from)) throw new Error(`${name} does not hold: ${from}`)
    await writeFile(file, text.replace(from, to))
  }
  return folder
}
