import { fieldsFor, type FieldRead, type LookupName } from '@cx-concierge/contract'
import { wantedOf, type Want } from '@cx-concierge/core'
import type { ConfiguredSource } from '../config/compile/sources.ts'
import type { Config } from '../config/load-config.ts'
import { lookupAges } from '../desk/lookup-ages.ts'
import { aboutOf, type About } from './about.ts'

/** One field that is asked of a system. */
export interface ReadData {
  readonly system: string
  /** With whose rights. */
  readonly readAs: 'service' | 'caller'
  readonly object: string
  /** As the vendor calls it. */
  readonly field: string
  readonly lookup: LookupName
  /** Our words for it: the parts of the answer it serves. */
  readonly words: readonly string[]
  readonly about: About
  /** The lines of the configuration that need it. */
  readonly why: readonly string[]
  /** How long an answer in memory is as good as live, and how long it is kept for the case that no newer one can be had. */
  readonly freshMs: number
  readonly usableMs: number
}

/** Every field these files make the desk ask for: the lists requests are written from, so that it says what is asked. */
export function readData(config: Config): readonly ReadData[] {
  return config.sources.flatMap((source) => {
    const { name, connector, settings, exchange } = source
    const ages = lookupAges(config.policy, source.refreshMs)
    const wanted = wantedOf(config.wants, name)
    return fieldsFor(connector.reads(settings), wanted).map((read): ReadData => {
      const wants = wantsFor(config.wants, source, read)
      return {
        system: name,
        readAs: exchange === undefined ? 'service' : 'caller',
        object: read.object,
        field: read.field,
        lookup: read.lookup,
        words: read.always ? [read.word] : wants.flatMap(({ part }) => (part === undefined ? [] : [part])),
        about: aboutOf(read.lookup, read.word),
        why: [...new Set(wants.flatMap(({ why }) => why))],
        ...ages(read.lookup),
      }
    })
  })
}

function wantsFor(wants: readonly Want[], { name }: ConfiguredSource, { lookup, word, always }: FieldRead): readonly Want[] {
  const start = word.endsWith('*') ? word.slice(0, -1) : undefined
  return wants.filter(({ source, part, ...want }) => {
    if (source !== name || want.lookup !== lookup) return false
    if (always) return part === undefined
    return part !== undefined && (part === word || (start !== undefined && part.startsWith(start)))
  })
}
