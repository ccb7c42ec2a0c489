import type { Door, Visit } from '../http/door.ts'
import type { Generation } from './open-generation.ts'

/** The generation that answers now. */
export interface InForce {
  readonly generation: Generation
  /** Shows every request from now on to another one. The one before ends when its last answer has been given. */
  replace(next: Generation): void
  /** Tells every stream that listens that the menu may be another one. */
  toolsChanged(): void
  /** Gives every stream that listens its final answer. */
  endStreams(): Promise<void>
  /** Lets go of all of them: those that have ended, and the one in force once the last answer is given. Nothing may come through the door any more. */
  close(): Promise<void>
}

/** Whom changes of what is in force concern. */
export interface Concerned {
  /** The menu is another one than before; streams that listen here know. */
  readonly menuChanged: () => void
  /** A generation could not be closed in good order. */
  readonly trouble: (error: unknown) => void
}

/** Opens the door to the first generation. */
export function putInForce(first: Generation, door: Door, { menuChanged, trouble }: Concerned): InForce {
  let now = first
  let visit = enter(first, door)
  const ending = new Set<Promise<void>>()

  function end(generation: Generation, whose: Visit): void {
    const work = whose
      .over()
      .then(() => generation.close())
      .catch(trouble)
      .finally(() => ending.delete(work))
    ending.add(work)
  }

  const toolsChanged = (): void => now.parts.protocol.thing.toolsChanged()

  return {
    get generation() {
      return now
    },
    replace: (next) => {
      const [before, visitBefore] = [now, visit]
      visit = enter(next, door)
      now = next
      if (before.menuPrint !== next.menuPrint) {
        toolsChanged()
        menuChanged()
      }
      end(before, visitBefore)
    },
    toolsChanged,
    endStreams: () => now.parts.protocol.thing.close(),
    close: async () => {
      end(now, visit)
      await Promise.all(ending)
    },
  }
}

const enter = ({ app }: Generation, door: Door): Visit => door.open(app)
