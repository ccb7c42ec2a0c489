import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ours = fileURLToPath(new URL('../../../config', import.meta.url))

/** Copies the repository's four configuration files, each through `change`. Gives the folder. */
export async function copyConfig(folder: string, change: (text: string, name: string) => string): Promise<string> {
  await cp(ours, folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.yaml')) continue
    const file = join(folder, name)
    await writeFile(file, change(await readFile(file, 'utf8'), name))
  }
  return folder
}
