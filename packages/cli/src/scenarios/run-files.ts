import type { TokenAlgorithm } from '@cx-concierge/gateway'
import { readScenarios } from './format.ts'
import { runScenario, type ScenarioResult } from './run-scenario.ts'
import { createTokenMaker } from './token-maker.ts'
import { openWorld } from './world.ts'

/** A result, and the file it belongs to. */
export interface FileResult extends ScenarioResult {
  readonly file: string
}

/** Plays every scenario of the files, one after the other, telling of each as it ends. Throws an `Error` when a file or the configuration is no good. */
export async function runScenarioFiles(
  files: readonly string[],
  configFolder: string,
  onResult: (result: FileResult) => void,
  only?: string,
): Promise<readonly FileResult[]> {
  const read = await Promise.all(files.map(readScenarios))
  const tokens = await createTokenMaker()
  const algorithms: readonly TokenAlgorithm[] = ['ES256']
  const world = await openWorld(configFolder, { issuer: tokens.issuer, jwks: tokens.jwks, algorithms })
  try {
    const results: FileResult[] = []
    for (const { file, company, scenarios } of read) {
      const find = (id: string) => scenarios.find((scenario) => scenario.id === id)
      for (const scenario of scenarios) {
        if (only !== undefined && scenario.id !== only) continue
        const result = { file, ...(await runScenario(scenario, { world, tokens, company, find })) }
        results.push(result)
        onResult(result)
      }
    }
    return results
  } finally {
    await world.close()
  }
}
