import type { Config } from '../config/load-config.ts'
import { databaseData } from './database-data.ts'
import { keptData, type KeptData } from './kept-data.ts'
import { readData, type ReadData } from './read-data.ts'
import { sharedData } from './shared-data.ts'
import { sentData, type SentData } from './sent-data.ts'

/** What data the desk reads, where it is kept and whom it may be sent to, by one configuration. */
export interface DataMap {
  /** Which configuration, in words for people. */
  readonly change: string
  readonly read: readonly ReadData[]
  /** Systems that are asked too, and cannot be described: their settings lack what stands in the environment elsewhere. */
  readonly undescribed: readonly string[]
  readonly kept: readonly KeptData[]
  readonly sent: readonly SentData[]
}

/** Draws the map from the very lists by which requests, records and answers are made; `inDatabase`: records are kept in PostgreSQL. */
export const dataMap = (config: Config, inDatabase = false): DataMap => ({
  change: config.change,
  read: readData(config),
  undescribed: undescribed(config),
  kept: [...keptData(config), ...(inDatabase ? databaseData(config) : []), ...sharedData(config)],
  sent: sentData(config),
})

function undescribed({ policy, sources }: Config): readonly string[] {
  return [...policy.sources.keys()].filter((name) => sources.every((source) => source.name !== name))
}
