import type { Command } from 'commander'
import { say, usesColours } from '../terminal.ts'

/** `concierge scenarios FILE…` */
export function addScenarios(program: Command): void {
  program
    .command('scenarios')
    .description('Play scenario files end to end: pretend backends, a real gateway, a real MCP client, a clock that is handed in.')
    .argument('<files...>', 'files in the format cx-scenarios/1')
    .option('--config <folder>', 'the four configuration files', 'config')
    .option('--only <id>', 'play one scenario')
    .option('--json', 'print results for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  concierge scenarios test/scenarios/northwind.json\n  concierge scenarios test/scenarios/northwind.json --only S16 --json',
    )
    .action(async (files: string[], options: { config: string; only?: string; json?: boolean }) => {
      const { scenarioReport } = await import('../scenarios/report.ts')
      const { runScenarioFiles } = await import('../scenarios/run-files.ts')
      const report = scenarioReport(usesColours())
      const results = await runScenarioFiles(files, options.config, (result) => options.json || say(report.line(result)), options.only)
      if (options.json) {
        say(
          JSON.stringify(
            results.map(({ file, scenario, differences, ms, reply }) => ({
              file,
              id: scenario.id,
              title: scenario.title,
              passed: differences.length === 0,
              differences,
              ms: Math.round(ms),
              reply: { text: reply.text, structured: reply.structured, isError: reply.isError, error: reply.error },
            })),
            null,
            2,
          ),
        )
      } else say(report.summary(results))
      if (results.length === 0 || results.some(({ differences }) => differences.length > 0)) process.exitCode = 1
    })
}
