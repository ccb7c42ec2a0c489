import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { fromRoot } from './from-root.ts'

/** What a YAML file of this repository says. */
export const yamlOf = (path: string): unknown => parse(readFileSync(fromRoot(path), 'utf8'), { merge: true })
