import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { metricsOf } from './metrics.ts'
import type { StoryOptions } from './story-desk.ts'

/** Gives access.yaml a key by which replicas share; another one each time, when none is said. */
export function withSharedKey(key: string = randomUUID()): NonNullable<StoryOptions['edit']> {
  return (text, file) => (file === 'access.yaml' ? `${text}\nshared_cache: { key: ${key} }\n` : text)
}

/** Resolves when a gateway hears the others. */
export async function connected(url: string): Promise<void> {
  await expect.poll(() => metricsOf(url), { timeout: 10_000 }).toContain('concierge_notices_total{kind="missed"} 1')
}
