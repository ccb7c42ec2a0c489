import { InvalidArgumentError, Option, type Command } from 'commander'
import { failureLine } from '../failure-line.ts'
import { complain, say, usesColours } from '../terminal.ts'

// together with the longest notice and the closing of the record less than the 30 s that Kubernetes and others allow
const graceMs = 15_000
const mostNoticeS = 12

interface StartFlags {
  readonly config: string
  readonly demo?: boolean
  readonly host: string
  readonly port: number
  readonly data: string
  readonly notice: number
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
    .addOption(
      new Option('--notice <seconds>', 'how long balancers get to notice that it ends, while it goes on answering')
        .env('CONCIERGE_NOTICE')
        .default(5)
        .argParser(noticeSeconds),
    )
    .addHelpText(
      'after',
      '\nSIGTERM and SIGINT end it: /ready says no, after --notice no connection is taken any more, and it ends with 0 once every call is\nanswered, within 30 s; a second signal ends it at once. SIGHUP has it read its files.\n\nExamples:\n  concierge start --demo\n  concierge start --config /etc/concierge --host 0.0.0.0 --data /var/lib/concierge',
    )
    .action(async (flags: StartFlags) => {
      const running = flags.demo ? await runDemo(flags) : await runProduction(flags)
      if (!running) {
        process.exitCode = 1
        return
      }
      // whoever reads that it runs may end it at once
      stopOnSignal(running.stop)
      say(running.hello)
    })
}

interface Running {
  /** What is said once it runs. */
  readonly hello: string
  readonly stop: () => Promise<void>
}

async function runDemo(flags: StartFlags): Promise<Running | undefined> {
  const { startDemo } = await import('../start/start-demo.ts')
  const { demoBanner } = await import('../start/demo-banner.ts')
  const demo = await startDemo(flags)
  if (!demo) return undefined
  const stop = async (): Promise<void> => {
    await demo.gateway.close()
    await demo.sandbox.close()
  }
  return { hello: demoBanner(demo, performance.now(), usesColours()), stop }
}

async function runProduction(flags: StartFlags): Promise<Running | undefined> {
  const { startProduction } = await import('../start/start-production.ts')
  let started: Awaited<ReturnType<typeof startProduction>>
  try {
    started = await startProduction(flags)
  } catch (error) {
    // here a message may hold what was read from a file or the environment
    complain(failureLine(error))
  }
  if (!started) return undefined
  const { gateway, config, onLastGood, deaf } = started
  const inForce = {
    configuration: config.change,
    fingerprint: config.fingerprint.slice(0, 16),
    ...(onLastGood ? { from: 'last_good' } : {}),
  }
  const stop = async (): Promise<void> => {
    await deaf()
    const cut = await gateway.drain({ noticeMs: flags.notice * 1000, graceMs })
    if (cut > 0) throw new Error(`${cut} calls had to be cut`)
  }
  return { hello: JSON.stringify({ event: 'listening', url: gateway.url, ...inForce }), stop }
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

function noticeSeconds(text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text)
  if (!(seconds >= 0 && seconds <= mostNoticeS)) throw new InvalidArgumentError(`a number of seconds from 0 to ${mostNoticeS}`)
  return seconds
}

function portNumber(text: string): number {
  const port = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535')
  return port
}
