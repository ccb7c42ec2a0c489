import { Option, type Command } from 'commander'
import { faultLines } from '../fault-lines.ts'
import { complain, say, usesColours } from '../terminal.ts'

/** `concierge data-map` */
export function addDataMap(program: Command): void {
  program
    .command('data-map')
    .description('Say which data the desk reads by these files, why, how long it is kept and whom it may be sent to. Asks no backend.')
    .argument('[folder]', 'the four configuration files', 'config')
    .addOption(new Option('--json', 'print it for machines').conflicts('markdown'))
    .option('--markdown', 'print it for a privacy register')
    .addHelpText(
      'after',
      '\nSays where records lie by DATABASE_URL, as the gateway does.\n\nEnds with 1 when the settings of a system cannot be read without what its environment holds: the map then lacks it, and says so.\n\nExamples:\n  concierge data-map\n  concierge data-map config --markdown > data-map.md',
    )
    .action(async (folder: string, options: { json?: boolean; markdown?: boolean }) => {
      const { dataMap, loadConfig } = await import('@cx-concierge/gateway')
      const { config, faults } = await loadConfig(folder, { now: Date.now(), missingSecrets: 'warning' })
      if (!config) {
        for (const line of faultLines(faults, usesColours())) complain(line)
        process.exitCode = 1
        return
      }
      const map = dataMap(config, Boolean(process.env['DATABASE_URL'] ?? process.env['DATABASE_URL_FILE']))
      if (map.undescribed.length > 0) {
        const why = faults.map(({ where, what }) => `\n  ${where}: ${what}`).join('')
        complain(`Not in this map, because their settings cannot be read here: ${map.undescribed.join(', ')}${why}`)
        process.exitCode = 1
      }
      if (options.json) {
        say(JSON.stringify(map, null, 2))
        return
      }
      const { dataTables } = await import('../data-map/data-tables.ts')
      const { asMarkdown, asText } = await import('../data-map/draw-tables.ts')
      const tables = dataTables(map)
      say(options.markdown ? asMarkdown(`Data map of ${map.change}`, tables) : asText(tables, usesColours()))
    })
}
