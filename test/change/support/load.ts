import { Agent, request } from 'node:http'
import { modernRequest, usualHeaders } from '../../support/raw-rpc.ts'

/** What came of one call. */
export interface Answer {
  /** Why it failed, when it did. */
  readonly failed?: string
  readonly status: number
  readonly body: string
  /** The trace the call was sent with; empty when it was sent without. */
  readonly trace: string
  readonly tookMs: number
}

/** Sends calls at a steady rate, whatever becomes of them: whoever is slow is asked all the same. */
export interface Load {
  readonly sent: () => number
  readonly failures: readonly string[]
  /** Calls that were turned away because the machine had no room for them; that is neither answer nor failure. */
  readonly shed: () => number
  readonly tookMs: readonly number[]
  /** Sends no more and waits for what is under way. */
  stop(): Promise<void>
}

const accounts = ['12345', '001NwAcmeRobot1IRA', '001NwIrisBankA1IRI', '001NwCobaltHea3IBC']

/** A connection pool of its own. */
export const newAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 256 })

/** Calls a tool over plain HTTP in revision 2026-07-28. Never rejects. */
export function callTool(
  url: string,
  agent: Agent,
  token: string,
  name: string,
  args: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const started = performance.now()
  const message = modernRequest('tools/call', { name, arguments: args })
  const body = JSON.stringify(message.body)
  const trace = headers['traceparent']?.split('-')[1] ?? ''
  const end = (answer: Omit<Answer, 'tookMs' | 'trace'>): void => resolve({ ...answer, trace, tookMs: performance.now() - started })
  const sending = request(
    url,
    { method: 'POST', agent, headers: { ...usualHeaders(token), ...message.headers, ...headers } },
    (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', (error: NodeJS.ErrnoException) => end({ failed: error.code ?? error.message, status: 0, body: '' }))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const status = response.statusCode ?? 0
        const failed =
          status !== 200 ? `status ${status}` : text.includes('"isError":true') || !text.includes('"result"') ? 'no answer' : undefined
        end({ ...(failed === undefined ? {} : { failed: `${failed} ${text.slice(0, 160)}` }), status, body: text })
      })
    },
  )
  sending.on('error', (error: NodeJS.ErrnoException) => end({ failed: error.code ?? error.message, status: 0, body: '' }))
  sending.end(body)
  return promise
}

/** What a load is made of. */
export interface LoadOptions {
  readonly url: () => string
  readonly token: string
  readonly perSecond: number
  readonly agent?: Agent
  /** Looks at each answer that did not fail, with what `before` gave when the call was sent; says what is wrong with it. */
  readonly look?: (answer: Answer, sentWith: number) => string | undefined
  readonly before?: () => number
  /** Sent with the call of this number. */
  readonly headers?: (call: number) => Readonly<Record<string, string>>
}

const turnMs = 10
const noRoom = 'Too busy: wait'

/** Starts a load. */
export function startLoad({ url, token, perSecond, agent = newAgent(), look, before = () => 0, headers = () => ({}) }: LoadOptions): Load {
  const underWay = new Set<Promise<void>>()
  const failures: string[] = []
  const tookMs: number[] = []
  const started = performance.now()
  let [sent, shed] = [0, 0]

  async function one(): Promise<void> {
    const sentWith = before()
    const number = sent
    sent += 1
    const args = { account_id: accounts[number % accounts.length] }
    const answer = await callTool(url(), agent, token, 'get_escalation_contact', args, headers(number))
    tookMs.push(answer.tookMs)
    if (answer.failed?.includes(noRoom) === true) {
      shed += 1
      return
    }
    const wrong = answer.failed ?? look?.(answer, sentWith)
    if (wrong !== undefined) failures.push(wrong)
  }

  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * perSecond
    while (sent < due) {
      const work = one().finally(() => underWay.delete(work))
      underWay.add(work)
    }
  }, turnMs)
  return {
    sent: () => sent,
    shed: () => shed,
    failures,
    tookMs,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      agent.destroy()
    },
  }
}

/** The value below which so large a part of all lies; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
