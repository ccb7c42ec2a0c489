import { parseArgs, styleText, type ParseArgsOptionsConfig } from 'node:util'

/** What a command understands besides `--help` and `--json`: its options and what they are when they are not given. */
export interface CommandOptions {
  readonly numbers?: Readonly<Record<string, number>>
  readonly texts?: Readonly<Record<string, string>>
}

/** One thing that had to hold. */
interface Promised {
  readonly what: string
  readonly holds: boolean
  /** The figures behind it. */
  readonly figures: string
}

type Style = Parameters<typeof styleText>[0]

/** A command that measures. */
export interface Command<Options extends CommandOptions> {
  readonly numbers: Readonly<Record<keyof Options['numbers'] & string, number>>
  readonly texts: Readonly<Record<keyof Options['texts'] & string, string>>
  readonly json: boolean
  readonly inColour: boolean
  /** The text in this colour, where colours are shown. */
  paint(style: Style, text: string): string
  /** Replaces the line of progress, where there is somebody to see it. */
  progress(text: string): void
  /** Prints a line for people. */
  say(text: string): void
  /** Prints figures for machines, when it was asked for them. */
  give(figures: unknown): void
  /** Ends with 2: it was asked for something that makes no sense. */
  refuse(why: string): never
  /** Prints what held and what did not, and sets the exit code. */
  end(promises: readonly Promised[], figures: Readonly<Record<string, unknown>>): void
}

/** Reads arguments. `--help` prints `help` and ends. */
export function command<const Options extends CommandOptions>(help: string, options: Options): Command<Options> {
  const { numbers = {}, texts = {} } = options
  const understood: ParseArgsOptionsConfig = Object.fromEntries([
    ...Object.entries({ ...numbers, ...texts }).map(([name, value]) => [name, { type: 'string' as const, default: String(value) }]),
    ...['json', 'help'].map((name) => [name, { type: 'boolean' as const, default: false }]),
  ])
  const refuse = (why: string): never => {
    process.stderr.write(`${why}\n`)
    process.exit(2)
  }
  const { values } = readArguments(understood, refuse)
  if (values['help'] === true) {
    process.stdout.write(`${help}\n  --json        figures for machines\n`)
    process.exit(0)
  }
  const given = Object.fromEntries(Object.keys(numbers).map((name) => [name, Number(values[name])]))
  for (const [name, value] of Object.entries(given)) if (!(value >= 0)) refuse(`--${name} must be a number, 0 or more`)
  const json = values['json'] === true
  const inColour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  const paint = (style: Style, text: string): string => (inColour ? styleText(style, text) : text)
  const progress = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`\r\u001B[K${text}`))
  const say = (text: string): void => {
    progress('')
    if (!json) process.stdout.write(`${text}\n`)
  }
  const give = (figures: unknown): void => {
    progress('')
    if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  }
  return {
    numbers: given as Command<Options>['numbers'],
    texts: Object.fromEntries(Object.keys(texts).map((name) => [name, String(values[name])])) as Command<Options>['texts'],
    json,
    inColour,
    paint,
    progress,
    say,
    give,
    refuse,
    end: (promises, figures) => {
      for (const { what, holds, figures: shown } of promises) say(`${holds ? paint('green', '✓') : paint('red', '✗')} ${what}: ${shown}`)
      const failed = promises.filter(({ holds }) => !holds).length
      give({ promises, figures })
      say(`${promises.length - failed} passed, ${failed} failed`)
      process.exitCode = failed === 0 ? 0 : 1
    },
  }
}

function readArguments(options: ParseArgsOptionsConfig, refuse: (why: string) => never): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ options })
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\nSee --help.`)
  }
}
