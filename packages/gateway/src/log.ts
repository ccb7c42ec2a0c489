import { pino, type DestinationStream, type Logger } from 'pino'
import { standardOutput } from './standard-output.ts'

/** The gateway's log. A line holds only the fields this module lists, whatever it is handed. */
export type Log = Logger

/** How to open a log. */
export interface LogOptions {
  readonly level?: 'debug' | 'info' | 'warn' | 'error'
  /** Standard output, written asynchronously in blocks, unless another destination is given. */
  readonly destination?: DestinationStream
}

/** Fields of a line that hold a word. */
export const wordFields = [
  'tool',
  'status',
  'era',
  'path',
  'audience',
  'client',
  'traceId',
  'reason',
  'part',
  'state',
  'code',
  'source',
  'event',
] as const

/** Fields of a line that hold a number. */
export const numberFields = ['durationMs', 'httpStatus', 'port', 'count', 'generation'] as const
const longestWord = 120
const stackLines = 6

/**
 * Opens the log: JSON, one line each, buffered up to 4 kB or one second. A field that is not on the list is dropped, a word is cut short and stripped
 * of control characters, and of an error only its name, code and places in the code are kept, never its message.
 */
export function createLog(options: LogOptions = {}): Log {
  const destination = options.destination ?? standardOutput()
  return pino({ level: options.level ?? 'info', base: null, formatters: { level: (level) => ({ level }), log: listedFields } }, destination)
}

function listedFields(given: Record<string, unknown>): Record<string, unknown> {
  const line: Record<string, unknown> = {}
  for (const field of wordFields) {
    const value = given[field]
    if (typeof value === 'string') line[field] = plain(value)
  }
  for (const field of numberFields) if (typeof given[field] === 'number') line[field] = given[field]
  const error = given['error'] ?? given['err']
  if (error !== undefined) line['error'] = errorFields(error)
  return line
}

/** Of an error only its name, its code, places in the code, and the same of its causes; never a message, which may hold anything. */
export function errorFields(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? error.code : undefined
  return {
    name: word(error.name),
    ...(typeof code === 'string' && { code: word(code) }),
    at: placesOf(error),
    ...(error.cause instanceof Error && depth < 3 && { cause: errorFields(error.cause, depth + 1) }),
  }
}

/** Only places in the code. The stack begins with the message, which may hold anything, even text that looks like a place. */
function placesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  const messageAt = stack.indexOf(error.message)
  if (messageAt === -1) return []
  const lines = stack
    .slice(messageAt + error.message.length)
    .split('\n')
    .map((line) => line.trim())
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line)).slice(0, stackLines)
}

/** Names and codes are identifiers; what is not one says nothing that may be kept. */
const word = (text: string): string => (/^\w{1,60}$/.test(text) ? text : 'unreadable')

function plain(word: string): string {
  const short = word.length > longestWord ? word.slice(0, longestWord) : word
  return short.replaceAll(/[^\u0020-\u007E]/g, '?')
}
