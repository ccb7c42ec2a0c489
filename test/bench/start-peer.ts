import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../replicas/free-port.ts'
import { bytesOf, legacyCall, modernCall, type EraRequest } from '../support/load/era-request.ts'
import { usualHeaders } from '../support/raw-rpc.ts'
import { usual } from './baselines.ts'
import { pinServer } from './child.ts'
import type { Peer, PeerPlace } from './peer-list.ts'

/** A peer that listens. */
export interface RunningPeer {
  readonly url: string
  /** The call of this number, with an id of its own: in a session two calls under way must not share one. */
  readonly call: (number: number) => Buffer
  stop(): Promise<void>
}

const startsWithinMs = 20_000
const endsWithinMs = 3_000
const anyToken = 'nobody-looks-at-this'

/** Starts one in a process group of its own and shakes hands with it. */
export async function startPeer({ name, speaks, args }: Peer, place: Omit<PeerPlace, 'port'>): Promise<RunningPeer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/mcp`
  const child = spawn(process.execPath, [...args({ ...place, port })], { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2_000)))
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    // it starts processes of its own; some of them end only when they are told
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
    await Promise.race([exited, sleep(endsWithinMs)])
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  try {
    const session = await shakeHands(url, () => child.exitCode !== null)
    pinServer(child.pid)
    const request =
      speaks === 'modern'
        ? modernCall(usual.tool, usual.args, anyToken)
        : withSession(legacyCall(usual.tool, usual.args, anyToken), session)
    return { url, stop, call: (number) => bytesOf(url, { ...request, body: request.body.replace('"id":1', `"id":${number + 10}`) }) }
  } catch (error) {
    await stop()
    throw new Error(`${name} did not start: ${String(error)}\n${complaints}`, { cause: error })
  }
}

const withSession = ({ headers, body }: EraRequest, session: string | undefined): EraRequest => ({
  headers: session === undefined ? headers : { ...headers, 'mcp-session-id': session },
  body,
})

/** Waits until it listens; gives the session, when it opened one. */
async function shakeHands(url: string, hasEnded: () => boolean): Promise<string | undefined> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'load', version: '1.0.0' } }
  const hello = {
    method: 'POST',
    headers: usualHeaders(anyToken),
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  }
  for (const until = performance.now() + startsWithinMs; ; await sleep(100)) {
    const answer = await fetch(url, hello).catch(() => undefined)
    if (answer?.ok) {
      await answer.text()
      const session = answer.headers.get('mcp-session-id') ?? undefined
      const headers = {
        ...usualHeaders(anyToken),
        'mcp-protocol-version': '2025-11-25',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      }
      await (
        await fetch(url, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) })
      ).text()
      return session
    }
    if (hasEnded() || performance.now() > until) throw new Error(answer === undefined ? 'nobody listens' : `HTTP ${answer.status}`)
  }
}
