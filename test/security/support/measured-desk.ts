import { createInterface } from 'node:readline'
import { openStoryDesk } from '../../stories/support/story-desk.ts'
import { platform } from '../../stories/support/tokens.ts'

/** What the process has used so far. */
export interface Usage {
  /** Microseconds of processor time. */
  readonly cpu: number
  /** Most bytes it ever held in memory. */
  readonly peak: number
}

// a process of its own, so that nothing is measured but the desk
const desk = await openStoryDesk()
process.stdout.write(`${JSON.stringify({ url: desk.url, token: await desk.token(platform) })}\n`)
const lines = createInterface({ input: process.stdin })
lines.on('close', () => void desk[Symbol.asyncDispose]())
lines.on('line', () => {
  const { user, system } = process.cpuUsage()
  const usage: Usage = { cpu: user + system, peak: process.resourceUsage().maxRSS * 1024 }
  process.stdout.write(`${JSON.stringify(usage)}\n`)
})
