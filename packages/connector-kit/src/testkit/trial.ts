import type { FieldRead, LookupName } from '@cx-concierge/contract'
import type { PretendBackend } from '../sandbox/index.ts'

/** A key the pretend backend knows, and what must at least be in its answer. */
export interface KnownKey {
  readonly key: string
  /** Compared key by key; what it does not name is not looked at. */
  readonly expect: unknown
}

/** Keys to try one look-up with. */
export interface LookupCase {
  readonly known: KnownKey | readonly KnownKey[]
  readonly unknown: string | readonly string[]
}

/** Everything the shared promises need to know about one connector. */
export interface ConnectorTrial {
  /** Starts the pretend backend on the clock handed in. `settings` are those of a connection; `backend.settings` when not said. */
  start(options: { readonly now: () => number }): Promise<{
    readonly backend: PretendBackend
    readonly settings?: Readonly<Record<string, unknown>>
  }>
  /** One for every look-up the connector declares. */
  readonly cases: { readonly [Name in LookupName]?: LookupCase }
  /** For a backend that knows its callers. */
  readonly signIn?: {
    /** The same settings with credentials the backend does not accept. */
    badSettings(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
    /** The label of the sign-in route, when sessions can expire. */
    readonly route?: string
  }
  /** What gives a vendor field away in a request (decoded path, query or body); its name as a whole word when not said. */
  readonly signOf?: (read: FieldRead) => RegExp
  /** `false` for a backend that never says "slow down". */
  readonly rateLimits?: boolean
  /** What importing the connector means: `import.meta.resolve('../src/index.ts')`. */
  readonly entry?: string
  /** How long a hanging backend is watched before the caller gives up; 250 ms when not said. */
  readonly patienceMs?: number
}
