import type { HeadshotRecord } from '@cx-concierge/connector-kit'
import { everythingOf } from '@cx-concierge/connector-kit/testkit'
import imageCdn from '../src/index.ts'

/** Friday 2026-11-20, 09:31:00 UTC. */
export const nowMs = Date.UTC(2026, 10, 20, 9, 31)

/** Asks a new connection for the pictures of these e-mails. */
export async function headshotsOf(
  emails: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  { now = () => nowMs, events = [] as string[] }: { now?: () => number; events?: string[] } = {},
): Promise<ReadonlyMap<string, HeadshotRecord | undefined>> {
  const chosen = imageCdn.settings.parse({ url: settings['probe_url'], ...settings })
  const { headshots } = imageCdn.connect(chosen, {
    name: 'headshots',
    hosts: imageCdn.hosts(chosen),
    wanted: everythingOf(imageCdn),
    now,
    log: (event) => events.push(event),
  }).lookups
  if (typeof headshots !== 'function') throw new Error('headshots are asked by key')
  return await headshots(emails, { signal: AbortSignal.timeout(10_000) })
}
