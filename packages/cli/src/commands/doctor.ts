import { Option, type Command } from 'commander'
import { say, usesColours } from '../terminal.ts'

interface DoctorFlags {
  readonly data: string
  readonly url?: string
  readonly json?: boolean
}

/** `concierge doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'Go through the go-live list: configuration, secrets, disk, clock, issuers, backends, records, and a running gateway from outside.',
    )
    .argument('[folder]', 'the four configuration files', 'config')
    .addOption(new Option('--data <folder>', 'folder for records and keys').env('CONCIERGE_DATA').default('.data'))
    .option('--url <url>', 'the MCP URL of a running gateway, as its callers reach it')
    .option('--json', 'print findings for machines')
    .addHelpText(
      'after',
      '\nChanges nothing. Ends with 1 when there is something to mend.\n\nExamples:\n  concierge doctor /etc/concierge --data /var/lib/concierge\n  concierge doctor --url https://concierge.example/mcp',
    )
    .action(async (folder: string, flags: DoctorFlags) => {
      const { loadConfig } = await import('@cx-concierge/gateway')
      const { checkUp } = await import('../doctor/check-up.ts')
      const { checkUpPicture } = await import('../doctor/check-up-picture.ts')
      const { config, faults } = await loadConfig(folder, { now: Date.now() })
      const findings = await checkUp({
        config,
        faults,
        folder,
        data: flags.data,
        url: flags.url,
        env: process.env,
        userId: process.getuid?.(),
        now: Date.now,
      })
      say(flags.json ? JSON.stringify(findings, null, 2) : checkUpPicture(findings, usesColours()))
      if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1
    })
}
