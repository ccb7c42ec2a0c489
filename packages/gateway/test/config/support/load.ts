import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConciergeError, type AnyConnector } from '@cx-concierge/contract'
import { z } from 'zod'
import { loadConfig, type Config, type Fault, type LoadOptions } from '../../../src/index.ts'
import { soundFiles, type FileName } from './company.ts'

/** A change to one file: the text that stands there, and what takes its place. A `¶` in it marks a place and is taken out. */
export type Edit = readonly [file: FileName, from: string, to: string]

/** What came of loading. */
export interface Loaded {
  readonly config: Config | undefined
  readonly faults: readonly Fault[]
  readonly errors: readonly Fault[]
  readonly warnings: readonly Fault[]
  /** Where the marks stood. */
  readonly marks: readonly { readonly file: string; readonly line: number; readonly column: number }[]
}

/** The moment at which everything is loaded. */
export const loadMoment: number = Date.UTC(2026, 10, 20, 15)

const settings = z.strictObject({
  url: z.url(),
  key: z.string().min(8).meta({ secret: true }),
  mode: z.enum(['read', 'browse']).default('read'),
  pages: z.int().max(100).default(10),
  sign_in: z
    .discriminatedUnion('flow', [
      z.strictObject({ flow: z.literal('token'), token: z.string() }),
      z.strictObject({ flow: z.literal('basic'), password: z.string() }),
    ])
    .optional(),
})

const connectors: Readonly<Record<string, AnyConnector>> = {
  crm: {
    contract: 1,
    name: 'crm',
    title: 'CRM',
    settings,
    provides: {
      lookups: ['accounts', 'accountsByNumber', 'people'],
      attributes: ['name', 'status', 'segment', 'arr', 'country', 'tags'],
      roles: ['owner', 'team.*'],
    },
    limits: { callsPerMinute: 100 },
    accountId: (typed) => typed,
    hosts: ({ url }: z.output<typeof settings>) => [new URL(url).host],
    credentials: ({ mode }: z.output<typeof settings>) => (mode === 'browse' ? ['service'] : ['service', 'caller']),
    reads: () => [],
    connect: () => ({ lookups: {}, check: () => Promise.resolve() }),
  },
  sheet: {
    contract: 1,
    name: 'sheet',
    title: 'Sheet',
    settings: z.strictObject({}),
    provides: { lookups: ['coverage'] },
    hosts: () => [],
    reads: () => [],
    connect: () => ({ lookups: {}, check: () => Promise.resolve() }),
  },
}

/** Loads the sound files with some changes, from a folder of their own. */
export async function loadWith(edits: readonly Edit[], options: Partial<LoadOptions> = {}): Promise<Loaded> {
  const texts: Record<FileName, string> = { ...soundFiles }
  for (const [file, from, to] of edits) {
    if (!texts[file].includes(from)) throw new Error(`${file} does not hold: ${from}`)
    texts[file] = texts[file].replace(from, () => to)
  }
  return await loadTexts(texts, options)
}

/** Loads these files; one that is missing here is missing in the folder. */
export async function loadTexts(texts: Readonly<Partial<Record<FileName, string>>>, options: Partial<LoadOptions> = {}): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'cx-config-'))
  try {
    for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text.replaceAll('¶', ''))
    const { config, faults } = await loadConfig(folder, {
      now: loadMoment,
      secrets: { env: { CRM_KEY: 'planted-secret-value' }, readFile: () => 'planted-secret-file' },
      loadConnector: (use) => {
        const connector = connectors[use]
        return connector
          ? Promise.resolve(connector)
          : Promise.reject(new ConciergeError('CONNECTOR_UNKNOWN', `there is no connector "${use}"`))
      },
      ...options,
    })
    return {
      config,
      faults,
      errors: faults.filter(({ severity }) => severity === 'error'),
      warnings: faults.filter(({ severity }) => severity === 'warning'),
      marks: Object.entries(texts).flatMap(([file, text]) => marksIn(text).map((mark) => ({ file, ...mark }))),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function marksIn(text: string): { line: number; column: number }[] {
  return text.split('\n').flatMap((line, index) => (line.includes('¶') ? [{ line: index + 1, column: line.indexOf('¶') + 1 }] : []))
}
