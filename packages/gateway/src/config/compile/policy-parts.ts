import type { AnyConnector } from '@cx-concierge/contract'
import type { ConfigFiles } from '../read-files.ts'

/** The files a policy is made of, with their texts' places. */
export interface PolicyParts extends Pick<ConfigFiles, 'routing' | 'people' | 'access'> {
  /** Names that may be referred to. */
  readonly named: {
    readonly roles: readonly string[]
    readonly pools: readonly string[]
    readonly duties: readonly string[]
    readonly people: readonly string[]
  }
  /** Connectors by the name they have in connectors.yaml. */
  readonly connectors: ReadonlyMap<string, AnyConnector>
  /** Those of them that are read with each caller's own rights. */
  readonly readAsCaller: ReadonlySet<string>
  readonly holidaysOf: (place: string) => readonly string[] | undefined
}
