import { InvalidArgumentError, Option, type Command } from 'commander'
import { failureLine } from '../failure-line.ts'
import { complain, say, usesColours } from '../terminal.ts'

interface StartFlags {
  readonly config: string
  readonly demo?: boolean
  readonly host: string
  readonly port: number
  readonly data: string
}

/** `concierge start` */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('Start the gateway over the systems of a configuration, or over pretend ones with --demo.')
    .option('--config <folder>', 'the four configuration files', 'config')
    .option('--demo', 'pretend backends with the Northwind company, demo tokens, this machine only')
    .addOption(new Option('--host <address>', 'address to listen on').env('HOST').default('127.0.0.1'))
    .addOption(new Option('--port <number>', 'port to listen on').env('PORT').default(8080).argParser(portNumber))
    .addOption(new Option('--data <folder>', 'folder for records and keys').env('CONCIERGE_DATA').default('.data'))
    .addHelpText(
      'after',
      '\nExamples:\n  concierge start --demo\n  concierge start --config /etc/concierge --host 0.0.0.0 --data /var/lib/concierge',
    )
    .action(async (flags: StartFlags) => {
      const stop = flags.demo ? await runDemo(flags) : await runProduction(flags)
      if (!stop) {
        process.exitCode = 1
        return
      }
      stopOnSignal(stop)
    })
}

async function runDemo(flags: StartFlags): Promise<(() => Promise<void>) | undefined> {
  const { startDemo } = await import('../start/start-demo.ts')
  const { demoBanner } = await import('../start/demo-banner.ts')
  const demo = await startDemo(flags)
  if (!demo) return undefined
  say(demoBanner(demo, performance.now(), usesColours()))
  return async () => {
    await demo.gateway.close()
    await demo.sandbox.close()
  }
}

async function runProduction(flags: StartFlags): Promise<(() => Promise<void>) | undefined> {
  const { startProduction } = await import('../start/start-production.ts')
  let started: Awaited<ReturnType<typeof startProduction>>
  try {
    started = await startProduction(flags)
  } catch (error) {
    // here a message may hold what was read from a file or the environment
    complain(failureLine(error))
  }
  if (!started) return undefined
  say(JSON.stringify({ event: 'listening', url: started.gateway.url, configuration: started.change, fingerprint: started.fingerprint }))
  return () => started.gateway.close()
}

/** Ends in order on the first signal, at once on the second. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

function portNumber(text: string): number {
  const port = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535')
  return port
}
