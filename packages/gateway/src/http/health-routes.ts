import type { FastifyInstance } from 'fastify'

/** How one part is doing. */
export const partStates = ['ok', 'starting', 'degraded', 'down'] as const

/** One of {@link partStates}. */
export type PartState = (typeof partStates)[number]

/** Whether calls should be sent here, and how each part is doing. Names only: no address, no version, no secret. */
export interface ReadyReport {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, PartState>>
}

const partName = /^[A-Za-z0-9_.-]{1,64}$/
const notReady: ReadyReport = { ready: false, parts: {} }

/**
 * `GET /live`: 200 while the process turns. `GET /ready`: 200 or 503 with a word per part; a report that fails or takes longer than `timeoutMs` counts as
 * not ready. Both answer under any host name, since probes use addresses.
 */
export function healthRoutes(app: FastifyInstance, ready: () => Promise<ReadyReport>, timeoutMs: number): void {
  app.get('/live', { config: { anyHost: true } }, (_request, reply) => {
    void reply.header('cache-control', 'no-store').send({ live: true })
  })
  app.get('/ready', { config: { anyHost: true } }, async (_request, reply) => {
    const report = await reportWithin(ready, timeoutMs)
    return await reply
      .code(report.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready: report.ready, parts: plainParts(report.parts) })
  })
}

async function reportWithin(ready: () => Promise<ReadyReport>, timeoutMs: number): Promise<ReadyReport> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<ReadyReport>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, notReady)
  })
  try {
    return await Promise.race([ready(), late])
  } catch {
    return notReady
  } finally {
    clearTimeout(timer)
  }
}

/** Only known words under plain names leave, whoever wrote the report. */
function plainParts(parts: ReadyReport['parts']): Record<string, PartState> {
  return Object.fromEntries(Object.entries(parts).filter(([name, state]) => partName.test(name) && partStates.includes(state)))
}
