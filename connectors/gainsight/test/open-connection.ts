import type { Connection } from '@cx-concierge/connector-kit'
import { everythingOf } from '@cx-concierge/connector-kit/testkit'
import gainsight from '../src/index.ts'

/** Friday 2026-11-20, 09:30:15.250 UTC. */
export const nowMs = Date.UTC(2026, 10, 20, 9, 30, 15, 250)

/** Connects with these settings, on a standing clock unless another is handed in; log events end up in `events`. */
export function openConnection(
  settings: Readonly<Record<string, unknown>>,
  { now = () => nowMs, events = [] as string[] }: { now?: () => number; events?: string[] } = {},
): Connection {
  const chosen = gainsight.settings.parse(settings)
  return gainsight.connect(chosen, {
    name: 'gainsight',
    hosts: gainsight.hosts(chosen),
    wanted: everythingOf(gainsight),
    now,
    log: (event) => events.push(event),
  })
}

/** A call nobody gives up. */
export function call(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(10_000) }
}
