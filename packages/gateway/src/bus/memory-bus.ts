import type { Bus } from './bus.ts'
import { createListeners, type Listeners } from './listeners.ts'

/** Connects replicas that live in one process; alone, a replica speaks to nobody. Each call is one more replica. */
export function createMemoryBus(troubled: (error: unknown) => void = () => undefined): () => Bus {
  const members = new Set<Listeners>()
  return () => {
    const own = createListeners(troubled)
    members.add(own)
    return {
      publish: (notice) => {
        for (const member of members) if (member !== own) queueMicrotask(() => members.has(member) && member.tell(notice))
      },
      subscribe: own.subscribe,
      close: () => {
        members.delete(own)
        return Promise.resolve()
      },
    }
  }
}
