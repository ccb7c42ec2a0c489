import { setTimeout as wait } from 'node:timers/promises'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'

/** One call as its caller saw it. */
export interface Ended {
  /** Milliseconds since the load began at which it was due. */
  readonly atMs: number
  readonly ms: number
  readonly tries: number
  readonly ok: boolean
  /** Why the last try failed. */
  readonly reason?: string
}

/** What a load is made of. */
export interface LoadOptions {
  readonly url: string
  readonly perSecond: number
  readonly seconds: number
  /** Calls by their number. */
  readonly call: (number: number) => { readonly token: string; readonly accountId: string }
  /** How often a failed call is tried again. */
  readonly retries: number
}

const longestMs = 10_000

/** Sends calls at a fixed rate, whatever becomes of those before, and waits for all of them. */
export async function load({ url, perSecond, seconds, call, retries }: LoadOptions): Promise<readonly Ended[]> {
  const started = performance.now()
  const total = Math.round(perSecond * seconds)
  const running: Promise<Ended>[] = []
  while (running.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1)
    while (running.length < due) {
      const { token, accountId } = call(running.length)
      running.push(endedAt((running.length / perSecond) * 1000, () => askOnce(url, token, accountId), retries))
    }
    await wait(4)
  }
  return await Promise.all(running)
}

async function endedAt(atMs: number, ask: () => Promise<Asked>, retries: number): Promise<Ended> {
  const started = performance.now()
  for (let tries = 1; ; tries += 1) {
    const { reason, waitMs } = await ask()
    const seen = { atMs, ms: performance.now() - started, tries }
    if (reason === undefined) return { ...seen, ok: true }
    if (tries > retries) return { ...seen, ok: false, reason }
    await wait(waitMs)
  }
}

/** How one question ended. */
interface Asked {
  /** Why it was not answered; `undefined` when it was. */
  readonly reason: string | undefined
  /** How long it was asked to wait before it tries again. */
  readonly waitMs: number
}

/** Asks once. */
export async function askOnce(url: string, token: string, accountId: string): Promise<Asked> {
  const { body, headers } = modernRequest('tools/call', { name: 'get_escalation_contact', arguments: { account_id: accountId } })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...usualHeaders(token), ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(longestMs),
    })
    const text = await response.text()
    const waitMs = Number(response.headers.get('retry-after') ?? 0) * 1000
    if (response.status !== 200) return { reason: `HTTP ${response.status}`, waitMs }
    const { result, error } = JSON.parse(text) as {
      readonly result?: { readonly isError?: boolean }
      readonly error?: { readonly code: number }
    }
    if (error) return { reason: `error ${error.code}`, waitMs }
    return { reason: result === undefined || result.isError ? 'an error as result' : undefined, waitMs }
  } catch (error) {
    const { name, cause } = error as Error & { readonly cause?: { readonly code?: string } }
    return { reason: cause?.code ?? name, waitMs: 0 }
  }
}
