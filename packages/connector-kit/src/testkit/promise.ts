import type { World } from './world.ts'

/** Something every connector keeps. */
export interface ConnectorPromise {
  /** A sentence about the connector. */
  readonly title: string
  /** Whether it says anything about the connector of this world; always when not given. */
  applies?(trial: World['trial']): boolean
  /** Rejects when the promise is broken. The backend is well when it begins. */
  run(world: World): Promise<void>
}
