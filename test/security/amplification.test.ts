import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'
import { heavyBodies, ordinaryBody, smallBody } from './support/heavy-bodies.ts'
import type { Usage } from './support/measured-desk.ts'

const program = fileURLToPath(new URL('support/measured-desk.ts', import.meta.url))
const times = 4
const most = 100

/**
 * What one body costs a desk that was just started: the bytes its memory grew by at its peak, over all of several times, and the microseconds of processor
 * time of each.
 */
async function costOf(body: string): Promise<{ memory: number; cpu: number; status: number; answered: number }> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    return await measured(child, body)
  } finally {
    child.stdin.end()
    await once(child, 'exit')
  }
}

async function measured(
  child: ChildProcessByStdio<Writable, Readable, null>,
  body: string,
): Promise<{ memory: number; cpu: number; status: number; answered: number }> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async <Line>(): Promise<Line> => JSON.parse(String((await lines.next()).value)) as Line
  const { url, token } = await read<{ url: string; token: string }>()
  const small = modernRequest('tools/call', { name: 'get_escalation_contact', arguments: {} })
  const post = async (sent: string): Promise<{ status: number; text: string }> => {
    const headers = sent.startsWith('[') ? {} : small.headers
    const response = await fetch(url, { method: 'POST', headers: { ...usualHeaders(token), ...headers }, body: sent })
    return { status: response.status, text: await response.text() }
  }
  const usage = async (): Promise<Usage> => {
    child.stdin.write('\n')
    return await read<Usage>()
  }
  for (let count = 0; count < 50; count++) await post(JSON.stringify(small.body))
  const before = await usage()
  let last = { status: 0, text: '' }
  for (let count = 0; count < times; count++) last = await post(body)
  const after = await usage()
  return { memory: after.peak - before.peak, cpu: (after.cpu - before.cpu) / times, status: last.status, answered: last.text.length }
}

const ordinary = await costOf(ordinaryBody)
const small = await costOf(smallBody)

/** What a process grows by while it answers as often what costs nothing is not the body's doing. */
const grownFor = (memory: number): number => Math.max(0, memory - small.memory)

/** Processes grow by chance, too, and only ever by more than they had to: what seems too much is looked at twice more. */
async function leastCostOf(body: string): ReturnType<typeof costOf> {
  let least = await costOf(body)
  for (let again = 0; again < 2 && grownFor(least.memory) >= most * Buffer.byteLength(body); again += 1) {
    const other = await costOf(body)
    if (other.memory < least.memory) least = other
  }
  return least
}

test.each(Object.entries(heavyBodies))(
  '%s: costs less than a hundred times its bytes, and a hundred ordinary calls',
  async (name, body) => {
    const bytes = Buffer.byteLength(body)
    expect(bytes).toBeLessThanOrEqual(1_048_576)
    const { memory, cpu, status, answered } = await leastCostOf(body)
    const ratios = { memory: grownFor(memory) / bytes, cpu: cpu / ordinary.cpu, answer: answered / bytes }
    const words = Object.entries(ratios).map(([what, ratio]) => `${what} ×${ratio.toFixed(2)}`)
    process.stdout.write(`${name} (${bytes} bytes, ${status}): ${words.join(', ')}\n`)
    for (const ratio of Object.values(ratios)) expect(ratio).toBeLessThan(most)
  },
)
