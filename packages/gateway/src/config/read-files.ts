import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { checkShape } from './check-shape.ts'
import type { Fault } from './fault.ts'
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

type FileName = keyof typeof skeletons

/** Their names, in the order in which faults are told. */
export const fileNames: readonly FileName[] = ['connectors.yaml', 'people.yaml', 'routing.yaml', 'access.yaml']

/** Reads the four files of a folder. Never throws on what is in them. */
export async function readFiles(folder: string): Promise<FilesRead> {
  const faults: Fault[] = []
  /** Blocks that could not be read at all, as `file block`. */
  const spoiled = new Set<string>()
  const texts: string[] = []

  async function shaped<Shape>(name: FileName, schema: z.ZodType<Shape>): Promise<ShapedFile<Shape> | undefined> {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
    const yaml = readYaml(name, text ?? '')
    texts.push(text ?? '')
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

  const connectors = await shaped('connectors.yaml', connectorsFile)
  const people = await shaped('people.yaml', peopleFile)
  const routing = await shaped('routing.yaml', routingFile)
  const access = await shaped('access.yaml', accessFile)
  return {
    files: connectors && people && routing && access && { connectors, people, routing, access },
    faults,
    isSpoiled: ({ file, where }) => spoiled.has(`${file} ${where.split(/[.[]/)[0]}`),
    fingerprint: createHash('sha256').update(texts.join('\0')).digest('hex'),
  }
}
