import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * What this file holds; made by `make`, readable by its owner only, when it is not there. Of several processes starting at once all get the
 * same. Throws what the file system throws.
 */
export async function keyFile(file: string, make: () => string | Uint8Array): Promise<Buffer> {
  return (await read(file)) ?? (await create(file, make()))
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function create(file: string, content: string | Uint8Array): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
    // A link appears whole and never replaces: whoever comes second reads the first one's key.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
  return readFile(file)
}
