import type { AnyConnector } from '@cx-concierge/contract'
import type { AccessFile } from '../shapes/access-file.ts'
import type { PeopleFile } from '../shapes/people-file.ts'
import type { RoutingFile } from '../shapes/routing-file.ts'
import type { YamlFile } from '../yaml-file.ts'

/** The files a policy is made of, with their texts' places. */
export interface PolicyParts {
  readonly routing: { readonly yaml: YamlFile; readonly file: RoutingFile }
  readonly people: { readonly yaml: YamlFile; readonly file: PeopleFile }
  /** Names that may be referred to. */
  readonly named: {
    readonly roles: readonly string[]
    readonly pools: readonly string[]
    readonly duties: readonly string[]
    readonly people: readonly string[]
  }
  readonly access: { readonly yaml: YamlFile; readonly file: AccessFile }
  /** Connectors by the name they have in connectors.yaml. */
  readonly connectors: ReadonlyMap<string, AnyConnector>
  /** Those of them that are read with each caller's own rights. */
  readonly readAsCaller: ReadonlySet<string>
  readonly holidaysOf: (place: string) => readonly string[] | undefined
}
