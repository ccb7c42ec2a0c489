import type { Notice } from './notice.ts'

/**
 * `missed`: from now on notices arrive, and some may have been lost before; told on every new connection, the first too. Whoever must not
 * miss one looks for itself then.
 */
export type Heard = Notice | { readonly kind: 'missed' }

/** Carries notices between replicas: as well as it can, never twice, never back to whoever sent them. */
export interface Bus {
  /** Never throws and does not wait. */
  publish(notice: Notice): void
  /** Gives back how to stop listening. What a listener throws is noted and changes nothing. */
  subscribe<Kind extends Heard['kind']>(kind: Kind, listener: (notice: Extract<Heard, { readonly kind: Kind }>) => void): () => void
  close(): Promise<void>
}
