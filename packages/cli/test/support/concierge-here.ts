import { Writable } from 'node:stream'
import { vi } from 'vitest'
import { runConcierge } from '../../src/run-concierge.ts'
import { usualEnvironment, type Ended } from './concierge.ts'

/** Runs a command to its end as `concierge` does, but in the process of the tests, which spares a start of Node.js; one at a time. */
export async function conciergeHere(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  const listeners = (['stdout', 'stderr'] as const).map((name) => {
    const write = (chunk: Buffer, _encoding: unknown, done: () => void): void => {
      said[name] += chunk.toString()
      done()
    }
    return vi.spyOn(process, name, 'get').mockReturnValue(new Writable({ write }) as typeof process.stdout)
  })
  const ended = (code: unknown): Ended => ({ code: Number(code ?? process.exitCode ?? 0), ...said })
  let first: Ended | undefined
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    first ??= ended(code)
    // whoever ends the process expects that nothing comes after
    throw new Error('the process has ended')
  })
  const outside = { env: { ...process.env }, exitCode: process.exitCode }
  setEnvironment({ ...usualEnvironment(), ...env })
  process.exitCode = undefined
  try {
    await runConcierge(words)
    return first ?? ended(undefined)
  } finally {
    setEnvironment(outside.env)
    process.exitCode = outside.exitCode
    for (const spy of [...listeners, exit]) spy.mockRestore()
  }
}

/** Others may hold on to the object that the environment is. */
function setEnvironment(env: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
