import type { Loaded } from '../config/load-config.ts'

/** Where changed configurations come from. */
export interface ConfigChanges {
  /** Reads the files anew, with every check there is. */
  readonly load: () => Promise<Loaded>
  /** The folder of the four files, watched; without it they are read only when that is asked for. */
  readonly watch?: string
  /** Where the configuration in force is kept, for a start with bad files. */
  readonly lastGoodFile: string
  /** What the files said at the start, when the gateway had to be started on the last good configuration. */
  readonly badAtStart?: Loaded
}
