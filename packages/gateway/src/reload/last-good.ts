import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { fileNames, type ConfigTexts } from '../config/read-texts.ts'

/** The last configuration that was in force, as its files were written: with references to secrets, never with secrets. */
export interface LastGood {
  /** When it came into force; epoch milliseconds. */
  readonly at: number
  /** Which change of the files it is, in words for people. */
  readonly change: string
  readonly fingerprint: string
  readonly texts: ConfigTexts
}

const shape = z.strictObject({
  at: z.number(),
  change: z.string(),
  fingerprint: z.string(),
  texts: z.strictObject(Object.fromEntries(fileNames.map((name) => [name, z.string()])) as Record<keyof ConfigTexts, z.ZodString>),
})

/** Where the last good configuration of a data folder is kept. */
export const lastGoodFile = (dataFolder: string): string => join(dataFolder, 'last-good-config.json')

/** Keeps a configuration in place of the one before, durably and whole or not at all; nobody but its owner may read it. */
export async function keepLastGood(file: string, config: LastGood): Promise<void> {
  const { at, change, fingerprint, texts } = config
  const draft = `${file}.${process.pid}.new`
  try {
    const handle = await open(draft, 'w', 0o600)
    try {
      await handle.writeFile(JSON.stringify({ at, change, fingerprint, texts }))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Reads what was kept; `undefined` when there is nothing that can be used. */
export async function readLastGood(file: string): Promise<LastGood | undefined> {
  try {
    const read = shape.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return read.data
  } catch {
    return undefined
  }
}
