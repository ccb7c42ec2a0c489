import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { bearer, type AgentClient } from './agent-client.ts'
import { bothForms } from './forms.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const inspector = join(dirname(require.resolve('@modelcontextprotocol/inspector/package.json')), 'clients/launcher/build/index.js')
const longestRunMs = 15_000

const listed = z.looseObject({ result: z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) }) })
const called = z.looseObject({ result: z.unknown() })

/** What a run printed and how it ended. */
export interface InspectorRun {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const failed = z.looseObject({ stdout: z.string(), stderr: z.string(), code: z.number() })

/** Runs the Inspector's command line once, on this very Node and with a home of its own. Rejects when it could not run to its end. */
export async function runInspector(
  url: string,
  token: string,
  era: 'legacy' | 'modern',
  options: readonly string[],
): Promise<InspectorRun> {
  const home = await mkdtemp(join(tmpdir(), 'inspector-'))
  const { authorization } = bearer(token)
  const target = [
    '--cli',
    url,
    '--transport',
    'http',
    '--header',
    `Authorization: ${authorization}`,
    '--protocol-era',
    era,
    '--stored-auth-only',
  ]
  try {
    const printed = await run(process.execPath, [inspector, ...target, '--format', 'json', ...options], {
      env: { PATH: process.env['PATH'], HOME: home },
      timeout: longestRunMs,
    })
    return { ...printed, exitCode: 0 }
  } catch (error) {
    const { stdout, stderr, code } = failed.parse(error)
    return { stdout, stderr, exitCode: code }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** The Inspector from the command line: a program of its own, which connects anew for each command. */
export const inspectorCli = (era: 'legacy' | 'modern'): AgentClient => ({
  name: `@modelcontextprotocol/inspector --cli, ${era}`,
  connect: async (url, token) => ({
    menu: async () => {
      const { stdout } = await runInspector(url, token, era, ['--method', 'tools/list'])
      const { result } = listed.parse(JSON.parse(stdout))
      return result.tools.map(({ name }) => name)
    },
    call: async (name, args) => {
      const options = ['--method', 'tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(args)]
      // a result with isError is printed like any other; only the exit code differs
      const { stdout } = await runInspector(url, token, era, options)
      return bothForms(called.parse(JSON.parse(stdout)).result)
    },
    [Symbol.asyncDispose]: async () => {},
  }),
})
