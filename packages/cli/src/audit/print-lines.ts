import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Prints lines as they come, no faster than they are read. A reader that has seen enough, such as `head`, is no fault. */
export async function printLines(lines: AsyncIterable<string>): Promise<number> {
  let printed = 0
  async function* ended(): AsyncGenerator<string> {
    for await (const line of lines) {
      printed += 1
      yield `${line}\n`
    }
  }
  try {
    await pipeline(Readable.from(ended()), process.stdout, { end: false })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
  return printed
}
