import type { Bus, Heard } from './bus.ts'

type Any = (notice: Heard) => void

/** Who listens on one replica. */
export interface Listeners extends Pick<Bus, 'subscribe'> {
  tell(notice: Heard): void
}

/** Nobody listens yet. `troubled` hears of listeners that throw. */
export function createListeners(troubled: (error: unknown) => void): Listeners {
  const listening = new Map<Heard['kind'], Set<Any>>()
  return {
    subscribe: (kind, listener) => {
      const all = listening.get(kind) ?? new Set<Any>()
      listening.set(kind, all.add(listener as Any))
      return () => void all.delete(listener as Any)
    },
    tell: (heard) => {
      for (const listener of listening.get(heard.kind) ?? []) {
        try {
          listener(heard)
        } catch (error) {
          troubled(error)
        }
      }
    },
  }
}
