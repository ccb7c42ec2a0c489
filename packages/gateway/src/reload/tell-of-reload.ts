import { randomUUID } from 'node:crypto'
import type { Store } from '@cx-concierge/store'
import type { Fault } from '../config/fault.ts'
import type { Log } from '../log.ts'
import type { ReloadReport } from './config-status.ts'

/** Where a reload is told of. */
export interface Listeners {
  readonly log: Log | false
  readonly store: Store
  /** Epoch milliseconds. */
  readonly now: () => number
}

const shownOfPrint = 16

/** One line in the log for what became of it and one for every fault, and a record that says what was decided by from then on. */
export function tellOfReload({ applied, faults, status, tookMs }: ReloadReport, { log, store, now }: Listeners): void {
  const print = (applied ? status.fingerprint : (status.refused?.fingerprint ?? '')).slice(0, shownOfPrint)
  const result = applied
    ? `in force: ${status.change}`
    : `refused: ${faults.filter(isError).length} faults; still in force: ${status.change}`
  if (log !== false) {
    const fields = { state: print, generation: status.generation, count: faults.length, durationMs: Math.round(tookMs) }
    if (applied) log.info({ event: 'config_applied', ...fields }, 'a new configuration is in force')
    else log.error({ event: 'config_refused', ...fields }, 'the configuration files were refused, the last good ones stay in force')
    for (const fault of faults) {
      const line = { event: 'config_fault', part: `${fault.file}:${fault.line}:${fault.column}`, reason: `${fault.where}: ${fault.what}` }
      log[isError(fault) ? 'error' : 'warn'](line, 'a fault of the configuration')
    }
  }
  const record = {
    id: randomUUID(),
    at: now(),
    issuer: 'concierge',
    subject: 'configuration',
    client: 'concierge',
    audience: 'internal',
    tool: 'config_change@1',
    input: { fingerprint: print, generation: String(status.generation) },
    result,
    outcome: applied ? 'answered' : 'refused',
    confirmationState: 'not_needed',
    scopes: [],
    flags: [],
    durationMs: Math.round(tookMs),
  } as const
  store.record({ audit: record }).catch((error: unknown) => {
    if (log !== false) log.error({ error }, 'a change of configuration could not be recorded')
  })
}

const isError = ({ severity }: Fault): boolean => severity === 'error'
