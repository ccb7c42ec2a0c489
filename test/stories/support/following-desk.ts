import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReloadReport } from '@cx-concierge/gateway'
import { onTestFinished, vi } from 'vitest'
import { openStoryDesk, type StoryDesk, type StoryOptions } from './story-desk.ts'

/** One of the four files. */
export type FileName = 'connectors.yaml' | 'people.yaml' | 'routing.yaml' | 'access.yaml'

/** Opens a desk that follows its files, when it is told to unless said otherwise; it goes away with the test. */
export async function openFollowingDesk(options: StoryOptions = {}): Promise<StoryDesk> {
  vi.stubEnv('A_SECRET_OF_A_TEST', 'something')
  onTestFinished(() => void vi.unstubAllEnvs())
  const desk = await openStoryDesk({
    ...options,
    follows: options.follows ?? 'orders',
    // whatever the pretend systems do not put in its place leads to a secret that is there
    edit: (text, file) => withSecrets(options.edit?.(text, file) ?? text),
  })
  onTestFinished(() => desk[Symbol.asyncDispose]())
  return desk
}

const withSecrets = (text: string): string => text.replaceAll(/\$\{(?:env|file):[^}]+\}/g, '${env:A_SECRET_OF_A_TEST}')

/** Changes one of a desk's files. */
export async function change(desk: StoryDesk, file: FileName, from: string | RegExp, to: string): Promise<void> {
  const path = join(desk.configFolder, file)
  const text = await readFile(path, 'utf8')
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`${file} does not hold ${String(from)}`)
  await writeFile(path, changed)
}

/** Tells a desk to take its files as they are. */
export async function reload(desk: StoryDesk): Promise<ReloadReport> {
  const report = await desk.gateway.reload?.()
  if (!report) throw new Error('this desk does not follow its files')
  return report
}
