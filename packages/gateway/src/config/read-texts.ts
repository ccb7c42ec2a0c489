import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { skeletons } from './skeletons.ts'

/** One of the four files. */
export type FileName = keyof typeof skeletons

/** Their names, in the order in which faults are told. */
export const fileNames: readonly FileName[] = ['connectors.yaml', 'people.yaml', 'routing.yaml', 'access.yaml']

/** What the four files say; `undefined` for one that cannot be read. */
export type ConfigTexts = Readonly<Record<FileName, string | undefined>>

const mostTries = 10
const pauseMs = 20

/**
 * Reads the four files as they stood together: when one of them changes meanwhile, or the folder behind a link does, all are read again. Never
 * throws.
 */
export async function readTexts(folder: string): Promise<ConfigTexts> {
  for (let tries = 1; ; tries += 1) {
    const before = await filesPrint(folder)
    const texts = await Promise.all(fileNames.map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined)))
    if (before === (await filesPrint(folder)) || tries === mostTries) {
      return Object.fromEntries(fileNames.map((name, index) => [name, texts[index]])) as ConfigTexts
    }
    await sleep(pauseMs)
  }
}

/** Differs whenever one of the four files was written, replaced, or is another one behind its link. Costs four look-ups, no reading. */
export async function filesPrint(folder: string): Promise<string> {
  const prints = await Promise.all(
    fileNames.map(async (name) => {
      const found = await stat(join(folder, name), { bigint: true }).catch(() => undefined)
      return found === undefined ? 'missing' : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}`
    }),
  )
  return prints.join(' ')
}

/** SHA-256 over the four texts. */
export const fingerprintOf = (texts: ConfigTexts): string =>
  createHash('sha256')
    .update(fileNames.map((name) => texts[name] ?? '').join('\0'))
    .digest('hex')
