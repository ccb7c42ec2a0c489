import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, structured, type Answered } from '../stories/support/call.ts'
import { storyMoment } from '../stories/support/story-desk.ts'
import type { Explanation } from '../stories/support/explain.ts'
import { acmeId } from '../support/northwind-facts.ts'
import { openProcessLine } from '../support/process-line.ts'
import type { BackendsOrder, Opened } from './backends-process.ts'
import type { Cell } from './cell.ts'
import type { Busy, DeskOrder, DeskReport, OpenDesk, Timing } from './desk-process.ts'
import type { Fault } from './fault.ts'
import type { Seen } from './fault-proxy.ts'
import { contactText, judge, outcomeOf, settleWithinMs } from './judge.ts'

/** A backend as it is on a good day. */
export interface BackendFacts {
  readonly name: string
  readonly host: string
  /** The tool whose answer needs it; there is none when nobody asks it. */
  readonly tool: string | undefined
  readonly lookups: number
  readonly contact: string
  readonly signsIn: boolean
  readonly speaksJson: boolean
  readonly secrets: readonly string[]
}

/** Backends that can be hurt, and a desk in front of them. */
export interface Lab extends AsyncDisposable {
  readonly backends: readonly BackendFacts[]
  /** Whether this machine can keep first packets waiting. */
  readonly hasBlackhole: boolean
  run(backend: BackendFacts, fault: Fault, repeat: number): Promise<Cell>
}

const tools = ['get_escalation_contact', 'get_account_team', 'get_account_health']
const graceMs = 50
/** As core/gather has it. */
const shareOfRound = 0.6
/** A call that is not over after this long never will be. */
const neverMs = 15_000

/** Whether a fault can happen to a backend at all. */
export const canHappen = ({ needs }: Fault, { signsIn, speaksJson }: BackendFacts): boolean =>
  needs === undefined || (needs === 'sign_in' ? signsIn : speaksJson)

/** Starts the backends and the desk, each in a process of its own, and looks at a good day. */
export async function openLab(timing: Timing): Promise<Lab> {
  await using opening = new AsyncDisposableStack()
  const here = (file: string): URL => new URL(file, import.meta.url)
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-fault-lab-')), (path) => rm(path, { recursive: true, force: true }))
  const there = opening.use(await openProcessLine<BackendsOrder>(here('backends-process.ts')))
  const { authority, backends: opened } = await there.tell<Opened>({ what: 'open' })
  const authorityFile = join(folder, 'authority.pem')
  await writeFile(authorityFile, authority)
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile }
  const desk = opening.use(await openProcessLine<DeskOrder>(here('desk-process.ts'), [folder], { env }))
  await desk.tell({ what: 'configure', backends: opened, now: storyMoment, timing })
  const hasBlackhole = await there.tell<boolean>({ what: 'blackhole' })
  const ownDelay = monitorEventLoopDelay({ resolution: 1 })
  ownDelay.enable()
  let cells = 0

  /** A fresh minute each time, so that nobody’s allowance per minute is used up; within the hour for which the tokens last. */
  const nextMoment = (): number => storyMoment + (cells++ % 50) * 60_000
  const begin = async (now: number): Promise<OpenDesk> => {
    const fresh = await desk.tell<OpenDesk>({ what: 'open', now })
    await (await fetch(new URL('/live', fresh.url))).text()
    return fresh
  }
  const ask = (fresh: OpenDesk, tool: string): Promise<Answered | undefined> =>
    call(fresh.url, fresh.platform, tool, { account_id: acmeId }, { signal: AbortSignal.timeout(neverMs) }).catch(() => undefined)

  const settle = async (before: Busy, since: number): Promise<number | undefined> => {
    for (;;) {
      const busy = await desk.tell<Busy>({ what: 'busy' })
      const open = Object.values(await there.tell<Record<string, Seen>>({ what: 'seen' })).some((seen) => seen.open > 0)
      const afterMs = performance.now() - since
      if (busy.sockets <= before.sockets && busy.timers <= before.timers && !open) return afterMs
      if (afterMs > settleWithinMs) return undefined
      await sleep(20)
    }
  }

  /** What the desk says of its own answer, once the backends are well again. */
  const explain = async (fresh: OpenDesk, answered: Answered | undefined): Promise<Explanation | undefined> => {
    if (outcomeOf(answered) !== 'partial' || answered === undefined) return undefined
    const args = { decision_id: structured(answered)['decision_id'] }
    return structured(await call(fresh.url, fresh.colleague, 'explain_routing', args)) as unknown as Explanation
  }

  const goodDay = async (): Promise<BackendFacts[]> => {
    const found = new Map<string, BackendFacts>()
    for (const tool of tools) {
      const now = nextMoment()
      await there.tell({ what: 'heal', now })
      const fresh = await begin(now)
      const answered = await ask(fresh, tool)
      const { lookups } = await desk.tell<DeskReport>({ what: 'report' })
      const seen = await there.tell<Record<string, Seen>>({ what: 'seen' })
      for (const { name, host, settings } of opened) {
        const { signIns = 0, jsonAnswers = 0 } = seen[name] ?? {}
        const isAsked = (lookups[host] ?? 0) > 0 && outcomeOf(answered) === 'complete'
        if (found.get(name)?.tool !== undefined) continue
        found.set(name, {
          name,
          host,
          tool: isAsked ? tool : undefined,
          lookups: lookups[host] ?? 0,
          contact: contactText(answered),
          signsIn: signIns > 0,
          speaksJson: jsonAnswers > 0,
          secrets: textsOf(settings),
        })
      }
    }
    return [...found.values()]
  }

  const run = async (backend: BackendFacts, fault: Fault, repeat: number): Promise<Cell> => {
    const about = { backend: backend.name, fault: fault.id, repeat }
    if (backend.tool === undefined)
      return { ...about, ...nothing, problems: ['nobody asks this backend, or its answer is not complete on a good day'] }
    const now = nextMoment()
    await there.tell({ what: 'heal', now })
    const fresh = await begin(now)
    const before = await desk.tell<Busy>({ what: 'busy' })
    await there.tell({ what: 'hurt', backend: backend.name, fault: fault.id, repeat, now })
    if (fault.name) await desk.tell({ what: 'lead', host: backend.host, where: fault.name })
    ownDelay.reset()
    const answered = await ask(fresh, backend.tool)
    const over = performance.now()
    const ownStallMs = ownDelay.max / 1e6
    const settledMs = await settle(before, over)
    const report = await desk.tell<DeskReport>({ what: 'report' })
    const troubles = troublesIn(await (await fetch(new URL('/metrics', fresh.url))).text())
    const { [backend.name]: seen } = await there.tell<Record<string, Seen>>({ what: 'seen' })
    if (fault.name) await desk.tell({ what: 'lead', host: backend.host, where: 'home' })
    await there.tell({ what: 'heal', now })
    const explained = await explain(fresh, answered)
    if (!seen) throw new Error(`nobody knows ${backend.name}`)
    const problems = judge({
      backend: backend.name,
      fault,
      answered,
      explained,
      usualContact: backend.contact,
      usualLookups: backend.lookups,
      report,
      host: backend.host,
      seen,
      troubles,
      settledMs,
      // its own loop wakes up every millisecond at best
      allowedMs: timing.deadlineMs + graceMs + Math.max(0, ownStallMs - 2),
      roundMs: timing.deadlineMs * shareOfRound,
      secrets: [...backend.secrets, ...seen.secrets],
    })
    return {
      ...about,
      outcome: outcomeOf(answered),
      tookMs: answered?.tookMs ?? neverMs,
      requests: report.lookups[backend.host] ?? 0,
      mostOfOne: Math.max(0, ...Object.values(seen.requests)),
      troubles: troubles[backend.name] ?? 0,
      settledMs: settledMs ?? settleWithinMs,
      stalledMs: report.stalledMs,
      residentMb: report.residentMb,
      problems,
    }
  }

  const backends = await goodDay()
  const open = opening.move()
  return { backends, hasBlackhole, run, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

const nothing = {
  outcome: 'nothing',
  tookMs: 0,
  requests: 0,
  mostOfOne: 0,
  troubles: 0,
  settledMs: 0,
  stalledMs: 0,
  residentMb: 0,
} as const

function troublesIn(metrics: string): Record<string, number> {
  const lines = metrics.matchAll(/^concierge_backend_attempts_total\{source="([^"]+)",result="trouble"\} (\d+)/gm)
  return Object.fromEntries([...lines].map(([, source = '', count]) => [source, Number(count)]))
}

/** Texts long enough to be worth keeping to oneself. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
