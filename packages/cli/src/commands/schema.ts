import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { configuredConnectors } from '../configured-connectors.ts'
import { say } from '../terminal.ts'

/** `concierge schema` */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('Write the JSON Schemas by which editors complete and check the four configuration files.')
    .option('--config <folder>', 'the configuration whose connectors are described', 'config')
    .option('--out <folder>', 'where to write them; a folder "schema" beside the files when not given')
    .action(async (options: { config: string; out?: string }) => {
      const { configSchemas, loadConnector } = await import('@cx-concierge/gateway')
      const folder = options.out ?? join(options.config, 'schema')
      const uses = [...new Set((await configuredConnectors(options.config)).map(({ use }) => use))]
      await mkdir(folder, { recursive: true })
      for (const [name, text] of await configSchemas(uses, loadConnector)) {
        await writeFile(join(folder, name), text)
        say(join(folder, name))
      }
    })
}
