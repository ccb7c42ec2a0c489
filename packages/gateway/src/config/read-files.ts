import type { z } from 'zod'
import { checkShape } from './check-shape.ts'
import type { Fault } from './fault.ts'
import { fingerprintOf, type ConfigTexts, type FileName } from './read-texts.ts'
import { salvage } from './salvage.ts'
import { accessFile, type AccessFile } from './shapes/access-file.ts'
import { connectorsFile, type ConnectorsFile } from './shapes/connectors-file.ts'
import { peopleFile, type PeopleFile } from './shapes/people-file.ts'
import { routingFile, type RoutingFile } from './shapes/routing-file.ts'
import { skeletons } from './skeletons.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

/** One of the four files: where everything in it stands, and what it says. */
interface ShapedFile<Shape> {
  readonly yaml: YamlFile
  readonly file: Shape
}

/** The four files. Where a file has faults, what can be saved of it stands for it, so that the rest can still be checked. */
export interface ConfigFiles {
  readonly connectors: ShapedFile<ConnectorsFile>
  readonly people: ShapedFile<PeopleFile>
  readonly routing: ShapedFile<RoutingFile>
  readonly access: ShapedFile<AccessFile>
}

/** What reading a folder brought. */
export interface FilesRead {
  /** Missing when a file is such that nothing can stand for it. */
  readonly files: ConfigFiles | undefined
  readonly faults: readonly Fault[]
  /** Whether a fault lies in a block that could not be read at all: what else is wrong there follows from that. */
  readonly isSpoiled: (fault: Fault) => boolean
  /** SHA-256 over the four texts. */
  readonly fingerprint: string
}

/** Reads the texts of the four files, which came from `folder`. Never throws on what is in them. */
export function readFiles(texts: ConfigTexts, folder: string): FilesRead {
  const faults: Fault[] = []
  /** Blocks that could not be read at all, as `file block`. */
  const spoiled = new Set<string>()

  function shaped<Shape>(name: FileName, schema: z.ZodType<Shape>): ShapedFile<Shape> | undefined {
    const text = texts[name]
    const yaml = readYaml(name, text ?? '')
    if (text === undefined)
      faults.push({ severity: 'error', file: name, line: 1, column: 1, where: 'the file', what: `cannot be read in ${folder}` })
    faults.push(...yaml.faults)
    if (text === undefined || yaml.faults.length > 0) {
      for (const block of Object.keys(skeletons[name])) spoiled.add(`${name} ${block}`)
      const saved = salvage(schema, {}, skeletons[name])
      return saved && { yaml, file: saved.value }
    }
    const checked = checkShape(yaml, schema, yaml.value)
    faults.push(...checked.faults)
    if (checked.value !== undefined) return { yaml, file: checked.value }
    const saved = salvage(schema, yaml.value, skeletons[name])
    for (const block of saved?.replaced ?? []) spoiled.add(`${name} ${block}`)
    return saved && { yaml, file: saved.value }
  }

  const connectors = shaped('connectors.yaml', connectorsFile)
  const people = shaped('people.yaml', peopleFile)
  const routing = shaped('routing.yaml', routingFile)
  const access = shaped('access.yaml', accessFile)
  return {
    files: connectors && people && routing && access && { connectors, people, routing, access },
    faults,
    isSpoiled: ({ file, where }) => spoiled.has(`${file} ${where.split(/[.[]/)[0]}`),
    fingerprint: fingerprintOf(texts),
  }
}
