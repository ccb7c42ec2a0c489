import { parseArgs, styleText, type ParseArgsOptionsConfig } from 'node:util'

/** One thing that had to hold. */
interface Promised {
  readonly what: string
  readonly holds: boolean
  /** The figures behind it. */
  readonly figures: string
}

/** A command that measures. */
export interface Command {
  readonly numbers: Readonly<Record<string, number>>
  readonly flags: ReadonlySet<string>
  /** Replaces the line of progress, where there is somebody to see it. */
  progress(text: string): void
  say(text: string): void
  /** Prints what held and what did not, and sets the exit code. */
  end(promises: readonly Promised[], figures: Readonly<Record<string, unknown>>): void
}

const paints = (): boolean => process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''

/** Reads arguments. `numbers` are their defaults; `--help` prints `help` and ends. */
export function command(help: string, numbers: Readonly<Record<string, number>>, flags: readonly string[] = []): Command {
  const options: ParseArgsOptionsConfig = Object.fromEntries([
    ...Object.entries(numbers).map(([name, value]) => [name, { type: 'string' as const, default: String(value) }]),
    ...[...flags, 'json', 'help'].map((name) => [name, { type: 'boolean' as const, default: false }]),
  ])
  const { values } = parseArgs({ options })
  if (values['help'] === true) {
    process.stdout.write(`${help}\n\n  --json   print figures for machines\n`)
    process.exit(0)
  }
  const json = values['json'] === true
  const say = (text: string): void => {
    if (!json) process.stdout.write(`${text}\n`)
  }
  const clear = (): void => {
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  }
  return {
    numbers: Object.fromEntries(Object.keys(numbers).map((name) => [name, Number(values[name])])),
    flags: new Set(flags.filter((name) => values[name] === true)),
    progress: (text) => {
      clear()
      if (process.stderr.isTTY) process.stderr.write(text)
    },
    say: (text) => {
      clear()
      say(text)
    },
    end: (promises, figures) => {
      clear()
      for (const { what, holds, figures: shown } of promises) {
        const sign = holds ? '✓' : '✗'
        say(`${paints() ? styleText(holds ? 'green' : 'red', sign) : sign} ${what}: ${shown}`)
      }
      const failed = promises.filter(({ holds }) => !holds).length
      if (json) process.stdout.write(`${JSON.stringify({ promises, figures }, null, 2)}\n`)
      say(`${promises.length - failed} passed, ${failed} failed`)
      process.exitCode = failed === 0 ? 0 : 1
    },
  }
}
