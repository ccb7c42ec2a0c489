import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { check, judge, type Verdict } from './judge.ts'

/** The protocol revisions whose requirements the suite has frozen. */
export const revisions = ['2026-07-28', '2025-11-25'] as const

/** One of {@link revisions}. */
export type Revision = (typeof revisions)[number]

const require = createRequire(import.meta.url)
const suite = join(dirname(require.resolve('@modelcontextprotocol/conformance/package.json')), 'dist/index.js')
const longestRunMs = 120_000
const resultFolder = /^server-(?<scenario>.+)-(?<at>\d{4}-\d\d-\d\dT[\d-]+Z)$/

/** Lets the suite test the server at this URL by everything one revision requires, and judges each scenario. Throws an `Error` when the suite did not run. */
export async function runSuite(url: string, revision: Revision): Promise<readonly Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  try {
    const printed = await run(['server', '--url', url, '--requirements', revision, '-o', folder])
    const ran = [...printed.matchAll(/^=== Running scenario: (?<scenario>\S+) ===$/gm)].map(({ groups }) => groups?.['scenario'] ?? '')
    if (ran.length === 0) throw new Error(`the conformance suite ran no scenario for ${revision}:\n${printed}`)
    const folders = await readdir(folder)
    return await Promise.all(
      ran.map(async (scenario) => {
        const found = folders.find((name) => resultFolder.exec(name)?.groups?.['scenario'] === scenario)
        if (found === undefined) return { scenario, revision, outcome: 'failed' as const, passed: 0, remarks: ['the suite left no result'] }
        const checks = z.array(check).parse(JSON.parse(await readFile(join(folder, found, 'checks.json'), 'utf8')))
        return judge(scenario, revision, checks)
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The suite's own exit code says that something failed, which it always does without fixtures; only what it wrote counts. */
async function run(options: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [suite, ...options], { stdio: ['ignore', 'pipe', 'pipe'], timeout: longestRunMs })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code === null) throw new Error(`the conformance suite was ended by ${signal} after at most ${longestRunMs} ms:\n${printed.join('')}`)
  return printed.join('')
}
